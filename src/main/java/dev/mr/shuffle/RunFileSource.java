package dev.mr.shuffle;

import java.io.IOException;

/** A run that this attempt wrote itself. */
final class RunFileSource extends StoredRun {
    private final Run run;

    RunFileSource(Run run) throws IOException {
        super(new SourceFile(run.path()), run.first(), run.next());
        this.run = run;
    }

    @Override
    public IOException damaged(String what) throws IOException {
        throw new IOException(run.path() + " " + what + ": the run does not read back as it was written");
    }
}
