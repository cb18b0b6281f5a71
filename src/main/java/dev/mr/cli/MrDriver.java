package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code mr-driver}. */
@Command(
        description = "Drives a MapReduce job that can be killed anywhere and carries on.",
        subcommands = {
            StartCommand.class,
            ResumeCommand.class,
            StatusCommand.class,
            VerifyCommand.class,
            JobsCommand.class,
            CatCommand.class,
            ServeCommand.class,
            SubmitCommand.class,
            GetCommand.class,
            ListCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            CleanCommand.class,
            ConfigCommand.class,
            SelftestCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver start --inputs inputs/ --local-workers 2",
            "  mr-driver start --inputs chunks --reduce-tasks 4      (then mr-worker in other terminals)",
            "  mr-driver resume                                      (after a kill, a crash or Ctrl-C)",
            "  mr-driver status --json",
            "  mr-driver jobs                                        (what may be started, with which options)",
            "  mr-driver submit --job wordcount --inputs books --wait   (to a service: get, list, watch, cancel)",
            "",
            "Exit codes: 0 done, 1 job failed, 2 refused, 3 state unusable, 4 disk, I/O or port (resumable),",
            "5 another driver, 6 input changed, 7 authentication, 8 internal error (resumable), 130/143 told to stop."
        })
public final class MrDriver implements Callable<Integer> {
    static final String NAME = "mr-driver";

    public static void main(String[] arguments) {
        System.exit(Program.run(NAME, command(arguments), arguments));
    }

    /** With the one command that is named first, where one is: picocli takes its time to learn all of them. */
    static Object command(String... arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        Object one = switch (name) {
            case "start" -> new StartCommand();
            case "resume" -> new ResumeCommand();
            case "status" -> new StatusCommand();
            case "verify" -> new VerifyCommand();
            case "serve" -> new ServeCommand();
            case "jobs" -> new JobsCommand();
            case "cat" -> new CatCommand();
            case "submit" -> new SubmitCommand();
            case "get" -> new GetCommand();
            case "list" -> new ListCommand();
            case "cancel" -> new CancelCommand();
            case "watch" -> new WatchCommand();
            case "clean" -> new CleanCommand();
            case "config" -> new ConfigCommand();
            case "selftest" -> new SelftestCommand();
            default -> null;
        };
        return one == null ? new MrDriver() : CommandSpec.create().addSubcommand(name, new CommandLine(one));
    }

    @Override
    public Integer call() {
        throw new MrException(
                ExitCode.USAGE,
                "say what to do: start, resume, status, verify, jobs or cat; serve, and then submit, get, list, watch or"
                        + " cancel; clean, config or selftest; see mr-driver --help");
    }
}
