package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.Version;
import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the three programs share: how a command line is read and how errors end it. A command is a picocli {@code Callable}
 * of its exit code; it prints through {@code spec.commandLine().getOut()} and {@code getErr()} and throws
 * {@link MrException}. Every error is one line on stderr.
 */
public final class Program {
    private static final int HELP_COLUMNS = 100;

    private final String name;
    private final StandardStream stdout;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Ending ending;
    private final Conversions conversions = new Conversions();

    private Program(String name, Writer out, PrintWriter err, boolean verbose) {
        this.name = name;
        this.stdout = new StandardStream(out);
        this.out = new PrintWriter(stdout, true);
        this.err = err;
        this.ending = new Ending(name, err, verbose);
    }

    /**
     * Runs a command on the process's own streams. With {@code --verbose} the log, unless it has been used before, is at
     * DEBUG.
     *
     * @return the exit code, for {@code System.exit}
     */
    public static int run(String name, Object command, String... arguments) {
        return run(
                name,
                command,
                StandardStream.to(FileDescriptor.out),
                new PrintWriter(StandardStream.to(FileDescriptor.err), true),
                arguments);
    }

    /** As {@link #run(String, Object, String...)}, on these streams. */
    public static int run(String name, Object command, Writer out, PrintWriter err, String... arguments) {
        boolean verbose = Arrays.asList(arguments).contains(StandardOptions.VERBOSE);
        QuickLog.install(verbose);
        return new Program(name, out, err, verbose).execute(command, arguments);
    }

    private int execute(Object command, String... arguments) {
        CommandLine line = new CommandLine(command).setCommandName(name);
        completeOptions(line);
        line.setOut(out)
                .setErr(err)
                .setColorScheme(Help.defaultColorScheme(colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExecutionStrategy(this::executeUnlessMistaken)
                .setParameterExceptionHandler(this::mistaken)
                .setExecutionExceptionHandler((failure, failed, parsed) -> ending.failed(failure));
        int code;
        try {
            code = line.execute(arguments);
        } catch (RuntimeException | Error failure) {
            code = ending.failed(failure);
        }
        err.flush();
        if (out.checkError() && code == ExitCode.DONE.code() && !stdout.isUnwanted()) {
            return ending.failed(new MrException(
                    ExitCode.ENVIRONMENT,
                    "standard output could not be written: it is closed, or its disk is full; see where it leads"));
        }
        return code;
    }

    private void completeOptions(CommandLine line) {
        CommandSpec spec = line.getCommandSpec();
        spec.addMixin("standard", CommandSpec.forAnnotatedObject(new StandardOptions()))
                .versionProvider(() -> new String[] {name + " " + Version.text()});
        conversions.install(spec);
        Set.copyOf(line.getSubcommands().values()).forEach(this::completeOptions);
    }

    private int executeUnlessMistaken(ParseResult parsed) {
        if (!parsed.hasSubcommand()
                && !parsed.commandSpec().subcommands().isEmpty()
                && !parsed.unmatched().isEmpty()
                && !parsed.unmatched().get(0).startsWith("-")) {
            // Only where help is asked for: else it would have been an exception.
            return misused(
                    parsed.commandSpec().commandLine(),
                    List.of(unknownCommand(parsed.unmatched().get(0), List.of())));
        }
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        List<CommandLine> lines = parsed.asCommandLineList();
        CommandLine line = lines.get(lines.size() - 1);
        List<String> problems = new ArrayList<>(conversions.problems());
        try {
            problems.addAll(problemsOf(line));
        } catch (RuntimeException | Error failure) {
            return ending.failed(failure); // picocli would print its stack
        }
        return problems.isEmpty() ? new RunLast().execute(parsed) : misused(line, problems);
    }

    /** All mistakes at once; none of them matters to someone who asks for help. */
    private int mistaken(ParameterException mistake, String[] arguments) {
        CommandLine line = mistake.getCommandLine();
        String unknown = unknownCommand(mistake);
        if (!unknown.isEmpty()) {
            List<String> known = List.copyOf(line.getSubcommands().keySet());
            return misused(
                    line,
                    List.of(unknownCommand(
                            unknown, Nearest.to(unknown, known).stream().toList())));
        }
        if (Arrays.stream(arguments).anyMatch(argument -> argument.equals("-h") || argument.equals("--help"))) {
            line.usage(out);
            return ExitCode.DONE.code();
        }
        List<String> problems = new ArrayList<>();
        problems.add(describe(mistake));
        problems.addAll(conversions.problems());
        // Only when the rest of the line has been read as well is the command's own view of it worth telling.
        if (mistake instanceof UnmatchedArgumentException) {
            problems.addAll(problemsOf(line));
        }
        return misused(line, problems);
    }

    /** What stands where a command should; empty when that is not the mistake. */
    private static String unknownCommand(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !mistake.getCommandLine().getSubcommands().isEmpty()
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            return first.startsWith("-") ? "" : first;
        }
        return "";
    }

    private static String unknownCommand(String word, List<String> suggestions) {
        return withSuggestions("unknown command '" + word + "'", suggestions);
    }

    private static List<String> problemsOf(CommandLine line) {
        return line.getCommand() instanceof Checked checked ? checked.problems() : List.of();
    }

    private int misused(CommandLine line, List<String> problems) {
        String what = problems.stream().distinct().collect(Collectors.joining("; "));
        String command = line.getCommandSpec().qualifiedName(" ");
        boolean usage = !(line.getCommand() instanceof Checked checked) || checked.areUsage(problems);
        ending.print(usage ? what + "; see " + command + " --help" : what, new MrException(ExitCode.USAGE, what));
        return ExitCode.USAGE.code();
    }

    private static String describe(ParameterException mistake) {
        return withSuggestions(String.valueOf(mistake.getMessage()), suggestions(mistake));
    }

    private static List<String> suggestions(ParameterException mistake) {
        return mistake instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
    }

    private static String withSuggestions(String what, List<String> suggestions) {
        return suggestions.isEmpty() ? what : what + ", did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return Boolean.getBoolean("mr.stdout.terminal")
                && (noColor == null || noColor.isEmpty())
                && !"dumb".equals(System.getenv("TERM"));
    }
}
