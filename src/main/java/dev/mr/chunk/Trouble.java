package dev.mr.chunk;

import dev.mr.files.IoFailure;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Path;

/** An I/O error of the chunker: which path, what was tried, what the system said, what to do. */
final class Trouble {
    private Trouble() {}

    static MrException reading(Path path, IOException cause) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                "cannot read " + path + ": " + IoFailure.reason(cause) + "; " + IoFailure.remedy(cause)
                        + ", then run again",
                cause);
    }

    static MrException writing(Path path, IOException cause) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                "cannot write " + path + ": " + IoFailure.reason(cause) + "; " + IoFailure.remedy(cause)
                        + " or choose another --out, then run again",
                cause);
    }
}
