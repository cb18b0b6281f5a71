package dev.mr.cli;

import dev.mr.driver.Verification;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mr-driver verify}: the output of a finished job against what its database has about it. Changes nothing. */
@Command(
        name = "verify",
        description =
                "Reads the output of a job that succeeded and says whether it still is, byte for byte, what the job"
                        + " wrote: 0 when it is, 3 when a file of it is damaged, missing or not its own, or when an"
                        + " intermediate file or a record that was left out is damaged.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  mr-driver verify", "  mr-driver verify --dir /data/job1"})
final class VerifyCommand implements Callable<Integer>, Checked {
    private final FileSystem files = new LocalFileSystem();

    @Spec
    private CommandSpec spec;

    @Mixin
    private DirectoryOptions directoryOptions;

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        directoryOptions.check(problems);
        return problems;
    }

    @Override
    public Integer call() throws IOException {
        Verification.Sound sound = new Verification(directoryOptions.find(files), files).run();
        spec.commandLine()
                .getOut()
                .println(directoryOptions.dir.resolve("out") + " is as job " + sound.job() + " wrote it: "
                        + Counted.of(sound.files(), "file") + ", " + Text.bytes(sound.bytes()));
        return ExitCode.DONE.code();
    }
}
