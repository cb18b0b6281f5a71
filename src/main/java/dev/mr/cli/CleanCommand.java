package dev.mr.cli;

import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import java.io.IOException;
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

/** {@code mr-driver clean}: removes what finished jobs left in {@code intermediate/}. */
@Command(
        name = "clean",
        description = "Removes what finished jobs left in their intermediate/ folders, and nothing else.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver clean                          (of the service of this folder, running or not)",
            "  mr-driver clean --root /data/service",
            "  mr-driver clean --dir files              (of the one job of a directory)"
        })
final class CleanCommand implements Callable<Integer>, Checked {
    private final SettingSources sources;
    private final FileSystem files = new LocalFileSystem();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "service",
            description = "The root of a service, which may be running (default: ${DEFAULT-VALUE}).")
    private Path root;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The directory of one job instead, which no driver drives.")
    private @Nullable Path dir;

    @Mixin
    private ConfigFileOption config;

    CleanCommand() {
        this(SettingSources.ofThisProcess());
    }

    /** With another environment than this process's. */
    CleanCommand(SettingSources sources) {
        this.sources = sources;
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        Settled settled = sources.settle(spec, config.file, problems);
        if (dir == null) {
            JobDirectories.check("--root", root, problems);
        } else {
            JobDirectories.check("--dir", dir, problems);
            if (settled.source(Setting.ROOT) == SettingValue.Source.FLAG) {
                problems.add("--root and --dir exclude each other");
            }
        }
        return settled.withOrigins(problems);
    }

    @Override
    public Integer call() throws IOException {
        Leftovers leftovers = new Leftovers(files);
        if (dir == null) {
            leftovers.removeOfService(root);
        } else {
            leftovers.removeOfJob(dir);
        }
        spec.commandLine()
                .getOut()
                .println("removed " + Text.bytes(leftovers.bytes()) + " of " + Counted.of(leftovers.jobs(), "job"));
        return ExitCode.DONE.code();
    }
}
