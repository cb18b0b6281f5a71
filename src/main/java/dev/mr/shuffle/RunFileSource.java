package dev.mr.shuffle;

import java.io.IOException;

/** A run that this attempt wrote itself. */
final class RunFileSource implements RunSource {
    private final Run run;
    private final SourceFile file;
    private long at;

    RunFileSource(Run run) throws IOException {
        this.run = run;
        this.at = run.first();
        this.file = new SourceFile(run.path());
    }

    @Override
    public long left() {
        return run.next() - at;
    }

    @Override
    public void read(byte[] into, int length) throws IOException {
        file.read(at, into, length);
        at += length;
    }

    @Override
    public IOException damaged(String what) throws IOException {
        throw new IOException(run.path() + " " + what + ": the run does not read back as it was written");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
