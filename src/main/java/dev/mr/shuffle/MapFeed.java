package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Slice;
import java.io.IOException;

/** Hands blocks to the map function: as they are, or line by line. */
final class MapFeed {
    private static final byte[] NONE = {};

    private final Mapper mapper;
    private final MapOutput output;
    private final UserCode code;
    private final boolean byLine;
    private final Slice record = new Slice();
    private long records;

    MapFeed(Input input, Mapper mapper, MapOutput output, UserCode code) {
        this.mapper = mapper;
        this.output = output;
        this.code = code;
        this.byLine = input == Input.LINES;
    }

    /** Records handed over so far. */
    long records() {
        return records;
    }

    /** Hands over one block, {@code [0, length)} of {@code text}, that begins at {@code position} of its file. */
    void feed(byte[] text, int length, long position) throws IOException, TaskException {
        if (!byLine) {
            map(text, 0, length, position);
        }
        for (int from = 0; byLine && from < length; ) {
            int end = endOfLine(text, from, length);
            map(text, from, end, position);
            from = end + 1;
        }
        record.set(NONE, 0, 0); // holds on to no long block
    }

    private void map(byte[] text, int from, int to, long position) throws IOException, TaskException {
        code.task().at(position + from);
        code.map(mapper, record.set(text, from, to), output);
        records++;
    }

    /** Where the newline is; {@link Limits#SLACK_BYTES} more than {@code length} may be read. */
    private static int endOfLine(byte[] text, int from, int length) {
        int at = from;
        long newlines = EightBytes.newlines(EightBytes.get(text, at));
        while (newlines == 0) {
            at += Long.BYTES;
            if (at >= length) {
                return length;
            }
            newlines = EightBytes.newlines(EightBytes.get(text, at));
        }
        return Math.min(length, at + (Long.numberOfTrailingZeros(newlines) >>> 3));
    }
}
