package dev.mr.shuffle;

import java.io.IOException;

/** A run in memory. */
final class ByteRun implements RunSource {
    private final byte[] bytes;
    private int at;

    ByteRun(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long left() {
        return (long) bytes.length - at;
    }

    @Override
    public void read(byte[] into, int length) {
        System.arraycopy(bytes, at, into, 0, length);
        at += length;
    }

    @Override
    public IOException damaged(String what) throws IOException {
        throw new IOException("the run " + what);
    }

    @Override
    public void close() {}
}
