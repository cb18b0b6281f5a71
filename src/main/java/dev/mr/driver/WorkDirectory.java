package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.rpc.WorkFiles;
import dev.mr.task.AttemptId;
import java.io.IOException;

/** Work too big for a message, as files beside the attempts of its job, whose directory exists. They go with the job's end. */
final class WorkDirectory implements WorkFiles {
    private final JobDirectory directory;
    private final FileSystem files;

    WorkDirectory(JobDirectory directory, FileSystem files) {
        this.directory = directory;
        this.files = files;
    }

    @Override
    public String save(String folder, AttemptId attempt, byte[] content) throws IOException {
        String name = "work-" + attempt.directoryName();
        files.write(directory.in(folder).own().resolve(name), content);
        return name;
    }

    @Override
    public byte[] load(String folder, String name) throws IOException {
        throw new IOException("a driver reads no work: " + name);
    }
}
