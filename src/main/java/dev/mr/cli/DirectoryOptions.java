package dev.mr.cli;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command of {@code mr-driver} that say which job directory is meant. */
final class DirectoryOptions {
    /** The job directory as the user wrote it. */
    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "files",
            description = "The job directory (default: files).")
    Path dir;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the database lies (default: where it is, or DIR/.mr);"
                    + " for a job directory on a network file system.")
    @Nullable
    Path stateDir;

    /** Adds a problem when the job directory cannot be one. */
    void check(List<String> problems) {
        JobDirectories.check("--dir", dir, problems);
    }

    /** The directory meant. */
    JobDirectory find(FileSystem files) {
        return JobDirectories.find(files, dir, stateDir);
    }
}
