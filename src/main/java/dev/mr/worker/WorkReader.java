package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.rpc.WorkFiles;
import dev.mr.task.AttemptId;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads work that was too big for a message out of the job's directory. */
final class WorkReader implements WorkFiles {
    private static final Pattern NAME = Pattern.compile("work-[mr]-[0-9]{1,9}\\.[0-9]{1,9}-[0-9a-f]{16}");

    private final FileSystem files;
    private volatile @Nullable JobDirectory directory;

    WorkReader(FileSystem files, @Nullable JobDirectory directory) {
        this.files = files;
        this.directory = directory;
    }

    void setDirectory(JobDirectory known) {
        directory = known;
    }

    @Override
    public String save(String folder, AttemptId attempt, byte[] content) throws IOException {
        throw new IOException("a worker leaves no work: " + attempt);
    }

    @Override
    public byte[] load(String folder, String name) throws IOException {
        JobDirectory known = directory;
        if (known == null || !NAME.matcher(name).matches()) {
            throw new IOException("\"" + name + "\" is no file of work");
        }
        JobDirectory job;
        try {
            job = known.in(folder);
        } catch (IllegalArgumentException outside) {
            throw new IOException("work of no job: " + outside.getMessage(), outside);
        }
        try {
            return files.read(job.own().resolve(name));
        } catch (IOException unreadable) {
            // The message of such an error may be a path and no more.
            throw new IOException("work that cannot be read, " + IoFailure.text(unreadable), unreadable);
        }
    }
}
