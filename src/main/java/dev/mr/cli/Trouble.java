package dev.mr.cli;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** An I/O error nobody expected, as an error of the environment: which file, what the system said, what to do. */
final class Trouble {
    private Trouble() {}

    static MrException of(IOException failure) {
        String file = failure instanceof FileSystemException known ? known.getFile() : null;
        return new MrException(
                ExitCode.ENVIRONMENT,
                (file == null ? "" : "cannot use " + file + ": ") + reason(failure)
                        + "; mend it and run this again (what a job has committed is kept: mr-driver resume)",
                failure);
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "it exists already";
        }
        if (failure instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return failure.toString();
    }
}
