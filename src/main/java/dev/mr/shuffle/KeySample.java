package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.task.FileStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An output that keeps a sample of the keys it is given, each as likely as any other. The same keys give the same sample. */
final class KeySample extends MapOutput {
    private static final int MOST_KEYS = 200_000;
    private static final long MOST_BYTES = 32L << 20;
    private static final int KEPT_BYTES = 256;

    private final Random random = new Random(0);
    private final List<Slice> keys = new ArrayList<>();
    private long seen;
    private long bytes;

    KeySample(UserCode code) {
        super(code);
    }

    @Override
    void put(byte[] key, int from, int length, long value) {
        put(key, from, length);
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        put(key, from, length);
    }

    @Override
    void put(byte[] key, int from, int length) {
        seen++;
        if (keys.size() < MOST_KEYS && bytes < MOST_BYTES) {
            keys.add(copy(key, from, length));
            return;
        }
        long place = random.nextLong(seen);
        if (place < keys.size()) {
            keys.set((int) place, copy(key, from, length));
        }
    }

    private Slice copy(byte[] key, int from, int length) {
        int kept = Math.min(KEPT_BYTES, length);
        bytes += kept;
        return new Slice().set(key, from, from + kept).copy();
    }

    @Override
    public void take(long taken) {
        // What is kept is little.
    }

    @Override
    long records() {
        return seen;
    }

    @Override
    List<FileStats> finish() {
        return List.of();
    }

    /** The keys that cut the sample into so many parts of the same size: one less than parts, or none for no keys. */
    List<Slice> quantiles(int parts) {
        keys.sort(null);
        List<Slice> quantiles = new ArrayList<>();
        for (int part = 1; part < parts && !keys.isEmpty(); part++) {
            quantiles.add(keys.get((int) ((long) keys.size() * part / parts)));
        }
        return quantiles;
    }
}
