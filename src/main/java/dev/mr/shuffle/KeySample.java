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

    /**
     * The least keys of the second and all further parts, ascending, when the sample is cut into so many parts of about the same size:
     * each is the shortest that is greater than the last key before it. Fewer where equal keys, which are not parted, leave no
     * more parts.
     */
    List<Slice> points(int parts) {
        keys.sort(null);
        List<Slice> points = new ArrayList<>();
        int begin = 0;
        int end;
        for (int at = 0; at < keys.size() && points.size() < parts - 1; at = end) {
            end = endOfEqual(at);
            double share = (double) (keys.size() - begin) / (parts - points.size());
            // Whichever is nearer to its share: the part without these keys, or with them.
            if (at > begin && share - (at - begin) < (end - begin) - share) {
                points.add(shortest(keys.get(at - 1), keys.get(at)));
                begin = at;
            }
        }
        return points;
    }

    private int endOfEqual(int from) {
        int end = from + 1;
        while (end < keys.size() && keys.get(end).compareTo(keys.get(from)) == 0) {
            end++;
        }
        return end;
    }

    /** The shortest beginning of {@code key} that is greater than {@code before}. */
    private static Slice shortest(Slice before, Slice key) {
        int same = 0;
        while (same < before.length() && before.at(same) == key.at(same)) {
            same++;
        }
        return Slice.of(key.bytes(0, same + 1));
    }
}
