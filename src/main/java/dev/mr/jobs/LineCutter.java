package dev.mr.jobs;

import dev.mr.api.Output;
import java.util.Arrays;

/** Cuts what a command writes into lines. What follows the last newline is a line too, unless it is empty. */
final class LineCutter {
    private static final int KEPT_BYTES = 1 << 20;

    private final LineSink sink;
    private final int maxBytes;
    private byte[] begun = new byte[1 << 10];
    private int begunBytes;

    /** @param maxBytes how long a line may be */
    LineCutter(LineSink sink, int maxBytes) {
        this.sink = sink;
        this.maxBytes = maxBytes;
    }

    /**
     * The next bytes, {@code [0, length)}; they may be changed.
     *
     * @throws CommandException when a line is too long
     */
    void add(byte[] bytes, int length, Output out) throws CommandException {
        int from = 0;
        if (begunBytes > 0) {
            from = endOf(bytes, 0, length);
            keep(bytes, 0, from);
            if (from == length) {
                return;
            }
            end(out);
            from++;
        }
        while (from < length) {
            int end = endOf(bytes, from, length);
            if (end == length) {
                keep(bytes, from, length);
                return;
            }
            line(bytes, from, end, out);
            from = end + 1;
        }
    }

    /** There is no more. */
    void end(Output out) throws CommandException {
        if (begunBytes > 0) {
            int length = begunBytes;
            begunBytes = 0;
            line(begun, 0, length, out);
            if (begun.length > KEPT_BYTES) {
                begun = new byte[KEPT_BYTES];
            }
        }
    }

    private static int endOf(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private void keep(byte[] bytes, int from, int to) throws CommandException {
        int length = begunBytes + to - from;
        if (length > maxBytes) {
            throw tooLong();
        }
        if (length > begun.length) {
            begun = Arrays.copyOf(begun, (int) Math.min(maxBytes, Math.max(2L * begun.length, length)));
        }
        System.arraycopy(bytes, from, begun, begunBytes, to - from);
        begunBytes = length;
    }

    private void line(byte[] bytes, int from, int to, Output out) throws CommandException {
        if (to - from > maxBytes) {
            throw tooLong();
        }
        int tab = from;
        while (tab < to && bytes[tab] != '\t') {
            tab++;
        }
        sink.line(bytes, from, tab, to, out);
    }

    private CommandException tooLong() {
        return new CommandException("a line of more than " + maxBytes + " bytes");
    }
}
