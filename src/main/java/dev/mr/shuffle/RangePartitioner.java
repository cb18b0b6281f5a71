package dev.mr.shuffle;

import dev.mr.api.Partitioner;
import dev.mr.api.Slice;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Partitions by range: a key goes to the last partition whose least key is not greater. */
final class RangePartitioner implements Partitioner {
    private final Slice[] leastKeys;
    private final long[] prefixes;

    /** {@code leastKeys} of all partitions but the first, ascending, in hexadecimal. */
    RangePartitioner(List<String> leastKeys) {
        this.leastKeys = leastKeys.stream()
                .map(key -> Slice.of(HexFormat.of().parseHex(key)))
                .toArray(Slice[]::new);
        this.prefixes = Arrays.stream(this.leastKeys)
                .mapToLong(RangePartitioner::prefix)
                .toArray();
    }

    private static long prefix(Slice key) {
        return KeyPrefix.of(key.array(), key.offset(), key.length());
    }

    @Override
    public int of(Slice key, int partitions) {
        long prefix = prefix(key);
        int low = 0;
        int high = leastKeys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int byPrefix = Long.compareUnsigned(prefixes[middle], prefix);
            if (byPrefix < 0 || (byPrefix == 0 && leastKeys[middle].compareTo(key) <= 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
