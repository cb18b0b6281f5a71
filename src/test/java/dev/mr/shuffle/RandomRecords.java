package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records of the awkward kinds, by seed: empty and long ones, NULs and newlines, equal keys, common prefixes, sizes near a block's. */
final class RandomRecords {
    private static final int BLOCK = RunFormat.BLOCK_BYTES;

    private final Random random;
    private final boolean newlines;
    private final int most;
    private final List<Slice> keys = new ArrayList<>();

    /**
     * Makes lists of records.
     *
     * @param newlines whether a key may hold one
     * @param most records in a list
     */
    RandomRecords(Random random, boolean newlines, int most) {
        this.random = random;
        this.newlines = newlines;
        this.most = most;
        byte[] prefix = bytes(random.nextInt(300));
        int count = new int[] {1, 3, 20, 400}[random.nextInt(4)];
        for (int i = 0; i < count; i++) {
            keys.add(key(prefix));
        }
    }

    private Slice key(byte[] prefix) {
        return Slice.of(
                switch (random.nextInt(12)) {
                    case 0 -> new byte[0];
                    case 1 -> new byte[random.nextInt(12)];
                    case 2, 3 -> concat(prefix, bytes(random.nextInt(3)));
                    case 4 -> concat(prefix, new byte[random.nextInt(3)]);
                    case 5 -> keys.isEmpty() ? bytes(1) : concat(some().bytes(), new byte[] {0});
                    case 6 -> bytes(random.nextInt(20) == 0 ? BLOCK - 16 + random.nextInt(32) : 40);
                    case 7 -> bytes(random.nextInt(60) == 0 ? 2 * BLOCK + random.nextInt(1000) : 7);
                    default -> bytes(random.nextInt(18));
                });
    }

    private Slice some() {
        return keys.get(random.nextInt(keys.size()));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; !newlines && i < length; i++) {
            bytes[i] = bytes[i] == '\n' ? (byte) 'n' : bytes[i];
        }
        return bytes;
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = new byte[a.length + b.length];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private Slice value() {
        return Slice.of(
                switch (random.nextInt(40)) {
                    case 0, 1, 2 -> new byte[0];
                    case 3 -> new byte[] {'a', 0, '\n', 'b'};
                    case 4 -> bytes(random.nextInt(8) == 0 ? BLOCK - 40 + random.nextInt(80) : 100);
                    case 5 -> bytes(random.nextInt(20) == 0 ? 3 * BLOCK + random.nextInt(9) : 1000);
                    default -> bytes(random.nextInt(30));
                });
    }

    private long number() {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextLong() >> 13;
            case 2 -> -1;
            default -> random.nextInt(1000);
        };
    }

    List<Pair> bytes() {
        return records(() -> new Pair(some(), value()));
    }

    List<Pair> numbers() {
        return records(() -> Pair.of(some(), number()));
    }

    List<Pair> ones() {
        return records(() -> Pair.of(some(), 1));
    }

    private interface Source {
        Pair next();
    }

    private List<Pair> records(Source source) {
        int count = random.nextInt(5) == 0 ? 0 : random.nextInt(1 + random.nextInt(most));
        List<Pair> records = new ArrayList<>(count);
        long left = 4 << 20;
        while (records.size() < count && left > 0) {
            Pair next = source.next();
            left -= next.key().length() + next.value().length();
            records.add(next);
        }
        return records;
    }
}
