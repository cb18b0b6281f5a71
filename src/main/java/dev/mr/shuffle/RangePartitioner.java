package dev.mr.shuffle;

import dev.mr.api.Partitioner;
import dev.mr.api.Slice;
import java.util.HexFormat;
import java.util.List;

/** Partitions by range: a key goes to the last partition whose least key is not greater. */
final class RangePartitioner implements Partitioner {
    private final Slice[] leastKeys;

    /** {@code leastKeys} of all partitions but the first, ascending, in hexadecimal. */
    RangePartitioner(List<String> leastKeys) {
        this.leastKeys = leastKeys.stream()
                .map(key -> Slice.of(HexFormat.of().parseHex(key)))
                .toArray(Slice[]::new);
    }

    @Override
    public int of(Slice key, int partitions) {
        int low = 0;
        int high = leastKeys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (leastKeys[middle].compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
