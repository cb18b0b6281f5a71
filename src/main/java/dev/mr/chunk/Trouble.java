package dev.mr.chunk;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The words for an I/O error: which path, what was tried, what the system said, what to do. */
final class Trouble {
    private Trouble() {}

    static MrException reading(Path path, IOException cause) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                "cannot read " + path + ": " + reason(cause) + "; run again once it is readable",
                cause);
    }

    static MrException writing(Path path, IOException cause) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                "cannot write " + path + ": " + reason(cause) + "; free space or choose another --out, then run again",
                cause);
    }

    /** What the system said, without the path, which the caller names. */
    static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException known && known.getReason() != null) {
            return known.getReason();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
