package dev.mr.shuffle;

import java.io.IOException;

/** The bytes {@code [first, next)} of a file that somebody else closes. */
final class FileBytes implements ByteSource {
    private final SourceFile file;
    private final long next;
    private long position;

    FileBytes(SourceFile file, long first, long next) {
        this.file = file;
        this.position = first;
        this.next = next;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        int some = (int) Math.min(length, next - position);
        if (some == 0) {
            return -1;
        }
        file.read(position, into, at, some);
        position += some;
        return some;
    }

    @Override
    public void close() {}
}
