package dev.mr.jobs;

/** Some bytes on their way to or from a command: {@code [0, length)}. Of one thread at a time, which hands it on. */
final class CommandBuffer {
    /** What a pipe holds on Linux: no read gives more. */
    static final int BYTES = 1 << 16;

    final byte[] bytes = new byte[BYTES];
    int length;

    boolean isFull() {
        return length == BYTES;
    }

    /** Adds as much of {@code [from, to)} as there is room for; answers where that ends. */
    int fill(byte[] more, int from, int to) {
        int added = Math.min(to - from, BYTES - length);
        System.arraycopy(more, from, bytes, length, added);
        length += added;
        return from + added;
    }

    /** Adds one byte, for which there is room. */
    void add(byte b) {
        bytes[length++] = b;
    }
}
