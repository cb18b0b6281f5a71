package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The directory of a service: {@code .mr/} with one database for all jobs, {@code jobs/ID/} for each. A mark tells it from the
 * directory of a single job from before the database is made.
 */
public final class ServiceRoot {
    /** Where the folders of jobs are, below the root. */
    static final String JOBS = "jobs";

    private final JobDirectory directory;
    private final FileSystem files;
    private final Tenancy tenancy;

    public ServiceRoot(JobDirectory directory, FileSystem files) {
        this.directory = directory;
        this.files = files;
        this.tenancy = new Tenancy(
                directory,
                files,
                "put it back, then: " + NextCommand.serve(directory.root())
                        + "; or give all its jobs up and choose another --root");
    }

    /** The folder of a job, below the root. */
    static String folder(String job) {
        return JOBS + "/" + job;
    }

    Tenancy tenancy() {
        return tenancy;
    }

    /** Whether the directory is that of a service. */
    public static boolean is(JobDirectory directory, FileSystem files) throws IOException {
        return files.facts(mark(directory)).isPresent();
    }

    /**
     * Refuses the root of a service where the directory of one job is wanted.
     *
     * @throws MrException USAGE
     */
    public static void refuse(JobDirectory directory, FileSystem files) throws IOException {
        if (is(directory, files)) {
            throw new MrException(
                    ExitCode.USAGE,
                    directory.root() + " is the root of a service, not the directory of one job; see mr-driver list"
                            + " --root, or choose another --dir");
        }
    }

    private static Path mark(JobDirectory directory) {
        return directory.own().resolve("service");
    }

    /** Refuses, before anything is created, a directory that cannot be that of a service. */
    void check() throws IOException {
        tenancy.checkOwner();
        tenancy.checkDatabaseIsThere();
        if (!is(directory, files)) {
            if (files.facts(directory.database()).isPresent()) {
                throw new MrException(
                        ExitCode.USAGE,
                        directory.root() + " holds the job of a mr-driver start; choose another --root");
            }
            tenancy.refuseForeignResults();
        }
        tenancy.requireLocalDisk("choose a --root on a local disk");
    }

    /** Says that this is a service's, on the disk when it returns. */
    void own() throws IOException {
        if (!is(directory, files)) {
            files.writeDurably(mark(directory), "1\n".getBytes(StandardCharsets.UTF_8));
        }
    }
}
