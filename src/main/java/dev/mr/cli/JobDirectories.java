package dev.mr.cli;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.OwnerFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The job directory a command line means. */
final class JobDirectories {
    private static final Path DEFAULT = Path.of("files");

    private JobDirectories() {}

    /** Adds a problem when the path an option gives leads to something that is no directory. */
    static void check(String option, @Nullable Path given, List<String> problems) {
        Path existing = given == null ? DEFAULT.toAbsolutePath() : given.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            problems.add(option + ": " + existing + " is not a directory");
        }
    }

    /** {@code --dir} and {@code --state-dir} as given; without the latter, wherever the directory's owner file says. */
    static JobDirectory find(FileSystem files, @Nullable Path dir, @Nullable Path stateDir) {
        JobDirectory usual = JobDirectory.at(dir == null ? DEFAULT : dir);
        if (stateDir != null) {
            return new JobDirectory(usual.root(), stateDir.toAbsolutePath().normalize());
        }
        try {
            Optional<OwnerFile> owner = OwnerFile.read(usual.owner(), files);
            return owner.filter(file -> !file.stateDirectory().isEmpty())
                    .map(file -> new JobDirectory(usual.root(), Path.of(file.stateDirectory())))
                    .orElse(usual);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
