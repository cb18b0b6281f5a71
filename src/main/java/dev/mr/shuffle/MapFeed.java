package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Slice;
import dev.mr.api.Words;
import dev.mr.task.InputFile;
import java.io.IOException;
import java.util.Arrays;

/** Hands blocks to the map function: as they are, or record by record. */
final class MapFeed {
    private static final byte[] NONE = {};

    private final Input input;
    private final Mapper mapper;
    private final MapOutput output;
    private final UserCode code;
    private final TaskProgress progress;
    private final RecordCare care;
    private final Slice record = new Slice();
    private int[] ends = new int[1 << 10];
    private int endsFound;
    private long records;

    MapFeed(Input input, Mapper mapper, MapOutput output, UserCode code, TaskProgress progress, RecordCare care) {
        this.input = input;
        this.mapper = mapper;
        this.output = output;
        this.code = code;
        this.progress = progress;
        this.care = care;
    }

    /** Calls of the map function so far. */
    long records() {
        return records;
    }

    /** From here on blocks are of this file. */
    void enter(InputFile file) {
        code.task().enter(file);
        care.enter(file);
    }

    /** There are no more blocks. */
    void finish() throws IOException, TaskException {
        code.task().leaveInput();
        progress.at("the end of its input");
        care.done();
        code.close(mapper, output);
    }

    /** Hands over one block, {@code [0, length)} of {@code text}, that begins at {@code position} of its file. */
    void feed(byte[] text, int length, long position) throws IOException, TaskException {
        switch (input) {
            case LINES -> feedLines(text, length, position, 0);
            case BLOCKS_OF_LINES -> {
                if (care.isCareful()) {
                    feedLines(text, length, position, 1);
                } else {
                    map(text, 0, length, position);
                }
            }
            case BLOCKS_OF_WORDS -> {
                if (care.isCareful()) {
                    feedWords(text, length, position);
                } else {
                    map(text, 0, length, position);
                }
            }
            case FILES, BLOCKS_OF_FILES -> map(text, 0, length, position);
        }
        record.set(NONE, 0, 0); // holds on to no long block
    }

    /** Line by line, each with so many bytes of its newline. */
    private void feedLines(byte[] text, int length, long position, int newline) throws IOException, TaskException {
        int from = 0;
        while (from < length) {
            int end = EightBytes.newline(text, from, length);
            map(text, from, Math.min(length, end + newline), position);
            from = end + 1;
        }
    }

    /** Word by word, each with what stands before it. */
    private void feedWords(byte[] text, int length, long position) throws IOException, TaskException {
        endsFound = 0;
        Words.each(text, 0, length, (bytes, from, to) -> addEnd(to));
        addEnd(length);
        int from = 0;
        for (int i = 0; i < endsFound; i++) {
            if (ends[i] > from) {
                map(text, from, ends[i], position);
                from = ends[i];
            }
        }
    }

    private void addEnd(int end) {
        if (endsFound == ends.length) {
            ends = Arrays.copyOf(ends, 2 * ends.length);
        }
        ends[endsFound++] = end;
    }

    private void map(byte[] text, int from, int to, long position) throws IOException, TaskException {
        progress.record(position + from);
        // A map function that takes its time over each line is not to be waited for to the end of the block.
        progress.checkpoint();
        code.task().at(position + from);
        if (care.skips(text, from, to, position + from)) {
            return;
        }
        try {
            code.map(mapper, record.set(text, from, to), output);
        } catch (UserFailureException failure) {
            throw new UserFailureException(
                            String.valueOf(failure.getMessage()),
                            failure.getCause(),
                            care.describe(text, from, to, position + from))
                    .at(failure.inputName(), failure.inputOffset());
        }
        records++;
    }
}
