package dev.mr.cli;

import dev.mr.files.IoFailure;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.FileSystemException;

/** An I/O error nobody expected, as an error of the environment. */
final class Trouble {
    private Trouble() {}

    static MrException of(IOException failure) {
        boolean namesAFile = failure instanceof FileSystemException known && known.getFile() != null;
        return new MrException(
                ExitCode.ENVIRONMENT,
                (namesAFile ? "cannot use " : "") + IoFailure.text(failure) + "; " + IoFailure.remedy(failure)
                        + ", then run this again (what a job has committed is kept: mr-driver resume)",
                failure);
    }
}
