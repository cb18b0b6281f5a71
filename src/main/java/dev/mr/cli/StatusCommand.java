package dev.mr.cli;

import dev.mr.driver.ServiceRoot;
import dev.mr.driver.Tenancy;
import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.store.AttemptStatus;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mr-driver status}: what the database says, whether a driver lives, has died or has ended. Changes nothing. */
@Command(
        name = "status",
        description = "Shows where a job is, while it runs, after its driver died, and after its end.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver status", "  mr-driver status --dir /data/job1 --json", "  mr-driver status --task map-17"
        })
final class StatusCommand implements Callable<Integer>, Checked {
    private final FileSystem files = new LocalFileSystem();

    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryOptions directoryOptions;

    @Option(names = "--json", description = "One JSON object, as docs/status-json.md describes it.")
    private boolean json;

    @Option(
            names = "--task",
            paramLabel = "ID",
            description = "Every attempt of one task, such as map-17, and why it ended.")
    private @Nullable String task;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        directoryOptions.check(problems);
        if (task != null) {
            try {
                TaskId.parse(task);
            } catch (IllegalArgumentException malformed) {
                problems.add("--task: " + malformed.getMessage());
            }
        }
        return problems;
    }

    @Override
    public Integer call() throws IOException {
        JobDirectory directory = directoryOptions.find(files);
        Path dir = directoryOptions.dir;
        PrintWriter out = spec.commandLine().getOut();
        ServiceRoot.refuse(directory, files);
        new Tenancy(directory, files).checkDatabaseIsThere();
        JobStatus status = StatusReader.read(directory.database())
                .orElseThrow(() -> new MrException(
                        ExitCode.USAGE, "there is no job in " + dir + "; start one: " + NextCommand.start(dir)));
        if (task != null) {
            showTask(directory, status, TaskId.parse(task), out);
            return ExitCode.DONE.code();
        }
        boolean alive = DriverFile.read(directory.driverJson(), files)
                .filter(file -> file.pid() == status.driver().pid() && file.isAlive(Machine.host()))
                .isPresent();
        if (json) {
            out.println(StatusJson.of(status, alive, dir.resolve("out")));
        } else {
            new StatusTable(status, alive, dir).print(out);
        }
        return ExitCode.DONE.code();
    }

    private void showTask(JobDirectory directory, JobStatus status, TaskId id, PrintWriter out) {
        long total = switch (id.kind()) {
            case MAP -> status.maps().total();
            case REDUCE -> status.reduces().total();
        };
        if (id.index() >= total) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the job has no " + id + "; it has " + status.maps().total() + " map and "
                            + Counted.of(status.reduces().total(), "reduce task") + ", numbered from 0");
        }
        List<AttemptStatus> attempts = StatusReader.attempts(directory.database(), id);
        if (json) {
            out.println(StatusJson.of(id, attempts));
        } else {
            StatusTable.printAttempts(id, attempts, out);
        }
    }
}
