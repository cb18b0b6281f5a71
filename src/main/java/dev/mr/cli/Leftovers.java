package dev.mr.cli;

import dev.mr.driver.DriverLock;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Removes what finished jobs left in {@code intermediate/}, and counts it. Follows no links, and leaves the folders themselves. */
final class Leftovers {
    private static final int PAGE = 1_000;

    private final FileSystem files;
    private long jobs;
    private long bytes;

    Leftovers(FileSystem files) {
        this.files = files;
    }

    /** Of how many jobs anything was removed. */
    long jobs() {
        return jobs;
    }

    long bytes() {
        return bytes;
    }

    /**
     * Those of all finished jobs of a service, which may be running: it writes nothing there any more, and each job has a folder of
     * its own.
     */
    void removeOfService(Path root) throws IOException {
        JobDirectory directory = JobDirectory.at(root);
        if (!Files.isRegularFile(directory.database())) {
            throw new MrException(
                    ExitCode.USAGE,
                    "there is no service in " + root + ", which has no " + directory.database()
                            + "; name its root with --root, or one job's directory with --dir");
        }
        long after = 0;
        List<JobSummary> page;
        do {
            page = StatusReader.jobs(directory.database(), after, PAGE);
            for (JobSummary job : page) {
                after = job.job();
                if (job.state().isFinished() && !job.folder().isEmpty()) {
                    empty(directory, folder(directory, job));
                }
            }
        } while (!page.isEmpty());
    }

    private static JobDirectory folder(JobDirectory directory, JobSummary job) {
        try {
            return directory.in(job.folder());
        } catch (IllegalArgumentException elsewhere) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    "job " + job.uuid() + " in " + directory.database() + ": " + elsewhere.getMessage(),
                    elsewhere);
        }
    }

    /** Those of the one job of a directory, under the lock that its driver would have. */
    void removeOfJob(Path dir) throws IOException {
        JobDirectory directory = JobDirectories.find(files, dir, null);
        requireFinished(directory, dir);
        try (DriverLock lock = DriverLock.take(directory, files)) {
            requireFinished(directory, dir);
            empty(directory, directory);
        }
    }

    private static void requireFinished(JobDirectory directory, Path dir) {
        boolean any = false;
        long after = 0;
        List<JobSummary> page;
        do {
            page = StatusReader.jobs(directory.database(), after, PAGE);
            for (JobSummary job : page) {
                after = job.job();
                if (!job.folder().isEmpty()) {
                    throw new MrException(
                            ExitCode.USAGE, dir + " is the root of a service; clean it with --root " + dir);
                }
                any |= job.state() != JobState.REPLACED;
                if (!job.state().isFinished()) {
                    throw new MrException(
                            ExitCode.USAGE,
                            "job " + job.uuid() + " in " + dir + " is " + job.state()
                                    + ", expected a finished one; finish it first: " + NextCommand.resume(dir));
                }
            }
        } while (!page.isEmpty());
        if (!any) {
            throw new MrException(ExitCode.USAGE, "there is no job in " + dir + "; name the directory of one");
        }
    }

    /** Nothing where a link leads out of the root. */
    private void empty(JobDirectory root, JobDirectory job) throws IOException {
        Path folder = job.intermediate();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !folder.toRealPath().startsWith(root.root().toRealPath())) {
            return;
        }
        List<Path> entries = files.list(folder);
        for (Path entry : entries) {
            long freed = bytesOf(entry);
            files.deleteTree(entry);
            bytes += freed;
        }
        if (!entries.isEmpty()) {
            jobs++;
        }
    }

    private static long bytesOf(Path tree) throws IOException {
        long[] sum = {0};
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                sum[0] += facts.isRegularFile() ? facts.size() : 0;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }
}
