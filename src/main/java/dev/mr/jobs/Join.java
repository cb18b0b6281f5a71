package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Mapper;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.Values;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the lines of two inputs that have the same key: every line of the first with every line of the second, in the order of the
 * inputs. Which input a line is from is the position of its file or folder among those that were named. A line is fields with
 * a separator between; the output is the key, then the other fields of the first, then those of the second.
 * Output files are in the order of the keys' bytes; within a key the lines of the second input come in their order, each with all of
 * the first in theirs.
 *
 * <p>The lines of the first input that share a key are held in memory.
 */
public final class Join implements Job {
    private static final int MOST_FIELDS = 10_000;

    @Override
    public String description() {
        return "the lines of two inputs that have the same key, joined; name two files or folders with --inputs";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("separator", "\t", "what is between fields, one byte"),
                Option.of("left-key", "1", "which field of the first input's lines is the key, from 1"),
                Option.of("right-key", "1", "which field of the second input's lines is the key, from 1"));
    }

    @Override
    public void define(Plan plan, Options options) {
        Slice separator = Slice.of(options.get("separator"));
        if (separator.length() != 1 || separator.at(0) == '\n') {
            throw new IllegalArgumentException(
                    "option separator is \"" + separator + "\", expected one byte that is not a newline");
        }
        int[] keys = {
            (int) options.number("left-key", 1, MOST_FIELDS), (int) options.number("right-key", 1, MOST_FIELDS)
        };
        plan.input(Input.LINES)
                .inputs(2)
                .map(() -> new Tag(separator.at(0), keys))
                .reduce(Pairs::new);
    }

    /** Emits a line under its key: which input it is from, then its other fields, each with a separator before it. */
    private static final class Tag implements Mapper {
        private final byte separator;
        private final int[] keys;
        private byte[] value = new byte[256];

        Tag(byte separator, int[] keys) {
            this.separator = separator;
            this.keys = keys;
        }

        @Override
        public void map(Slice line, Output out) {
            int side = out.task().inputNumber();
            if (side > 1) {
                throw new IllegalArgumentException(
                        "there are more than two inputs, " + out.task().inputName() + " belongs to a third");
            }
            int from = 0;
            for (int field = 1; field < keys[side]; field++) {
                int end = line.indexOf(separator, from);
                if (end < 0) {
                    out.task().counter("join.lines.without.key").increment();
                    return;
                }
                from = end + 1;
            }
            int end = line.indexOf(separator, from);
            int to = end < 0 ? line.length() : end;
            int length = others(line, from, to, side);
            out.emit(line.array(), line.offset() + from, line.offset() + to, value, 0, length);
        }

        /** The side and the fields before and after the key; those after it have their separators already. */
        private int others(Slice line, int from, int to, int side) {
            if (value.length < line.length() + 2) {
                value = new byte[line.length() + 2 + Math.min(line.length(), 1 << 16)];
            }
            value[0] = (byte) side;
            int length = 1;
            if (from > 0) {
                value[length++] = separator;
                System.arraycopy(line.array(), line.offset(), value, length, from - 1);
                length += from - 1;
            }
            System.arraycopy(line.array(), line.offset() + to, value, length, line.length() - to);
            return length + line.length() - to;
        }
    }

    /** Every line of the first input with every line of the second. Values come in the order of the inputs' files. */
    private static final class Pairs implements Reducer {
        @Override
        public void reduce(Slice key, Values lines, Output out) {
            List<byte[]> left = new ArrayList<>();
            while (lines.next()) {
                Slice line = lines.bytes();
                byte[] fields = line.bytes(1, line.length());
                if (line.at(0) == 0) {
                    left.add(fields);
                } else {
                    for (byte[] first : left) {
                        out.emit(joined(key, first, fields));
                    }
                }
            }
        }

        private static Slice joined(Slice key, byte[] first, byte[] second) {
            byte[] line = new byte[key.length() + first.length + second.length];
            System.arraycopy(key.array(), key.offset(), line, 0, key.length());
            System.arraycopy(first, 0, line, key.length(), first.length);
            System.arraycopy(second, 0, line, key.length() + first.length, second.length);
            return Slice.of(line);
        }
    }
}
