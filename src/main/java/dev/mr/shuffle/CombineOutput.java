package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import java.util.Arrays;

/** What a combiner writes to: records of the key it was called with, straight into a run. */
final class CombineOutput extends TaskOutput {
    private final KeyGroups groups;
    private final ValueKind kind;
    private final RunWriter run;
    private boolean emitted;

    CombineOutput(KeyGroups groups, ValueKind kind, RunWriter run, UserCode code) {
        super(code);
        this.groups = groups;
        this.kind = kind;
        this.run = run;
    }

    /** The combiner is called with the next key. */
    void nextKey() {
        emitted = false;
    }

    @Override
    void put(byte[] key, int from, int length, long value) throws IOException {
        if (kind != ValueKind.LONGS) {
            throw wantsBytes();
        }
        checkKey(key, from, length);
        run.append(emitted, 1, key, from, length, value);
        emitted = true;
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) throws IOException {
        if (kind != ValueKind.BYTES) {
            throw wantsLongs();
        }
        checkKey(key, from, length);
        run.append(emitted, 1, key, from, length, value, valueFrom, valueLength);
        emitted = true;
    }

    @Override
    void put(byte[] key, int from, int length) throws IOException {
        if (kind == ValueKind.LONGS) {
            put(key, from, length, 1);
        } else {
            put(key, from, length, key, from, 0);
        }
    }

    private void checkKey(byte[] key, int from, int length) {
        Slice own = groups.key();
        if (!Arrays.equals(key, from, from + length, own.array(), own.offset(), own.end())) {
            throw new IllegalArgumentException("a combiner emits under the key it was called with only");
        }
    }
}
