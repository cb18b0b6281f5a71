package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Slice;
import java.io.IOException;

/** Hands blocks to the map function: as they are, or line by line. */
final class MapFeed {
    private final Mapper mapper;
    private final MapOutput output;
    private final UserCode code;
    private final TaskProgress progress;
    private final boolean byLine;
    private final Slice record = new Slice();
    private long records;

    MapFeed(Input input, Mapper mapper, MapOutput output, UserCode code, TaskProgress progress) {
        this.mapper = mapper;
        this.output = output;
        this.code = code;
        this.progress = progress;
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
            return;
        }
        int from = 0;
        while (from < length) {
            int end = endOfLine(text, from, length);
            map(text, from, end, position);
            from = end + 1;
        }
    }

    private void map(byte[] text, int from, int to, long position) throws IOException, TaskException {
        // A map function that takes its time over each line is not to be waited for to the end of the block.
        progress.checkpoint();
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
