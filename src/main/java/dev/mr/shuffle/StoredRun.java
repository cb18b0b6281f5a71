package dev.mr.shuffle;

import java.io.IOException;

/** The bytes {@code [first, next)} of a file, read as a run. Whose run it is decides what its damage means. */
abstract class StoredRun implements RunSource {
    private final SourceFile file;
    private final long next;
    private long at;

    StoredRun(SourceFile file, long first, long next) {
        this.file = file;
        this.at = first;
        this.next = next;
    }

    /** Where what is read next begins. */
    final long at() {
        return at;
    }

    @Override
    public final long left() {
        return next - at;
    }

    @Override
    public void read(byte[] into, int length) throws IOException {
        file.read(at, into, length);
        at += length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
