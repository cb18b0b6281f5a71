package dev.mr.task;

import java.util.List;

/**
 * How records get from map to reduce. The bytes of every bucket depend on this, but for {@code durability}.
 *
 * @param partitioner who gets which key
 * @param rangePoints for {@link PartitionerName#RANGE}: the least key of each partition but the first, ascending, in
 *     hexadecimal; else none
 * @param combine whether a job with plain keys adds up in the map task all the same
 * @param compression of bucket files and runs
 * @param output the format of output files
 * @param memoryBytes what one task may hold in tables and buffers before it spills
 * @param durability what bucket files survive
 */
public record ShuffleSpec(
        PartitionerName partitioner,
        List<String> rangePoints,
        boolean combine,
        Compression compression,
        OutputFormat output,
        long memoryBytes,
        Durability durability) {
    public static final long DEFAULT_MEMORY_BYTES = 128L << 20;

    public ShuffleSpec {
        rangePoints = List.copyOf(rangePoints);
    }

    /** Text output, nothing combined, compressed or synced, the default memory. */
    public static ShuffleSpec of(PartitionerName partitioner) {
        return new ShuffleSpec(
                partitioner,
                List.of(),
                false,
                Compression.NONE,
                OutputFormat.TEXT,
                DEFAULT_MEMORY_BYTES,
                Durability.PROCESS);
    }

    public ShuffleSpec withMemory(long bytes) {
        return new ShuffleSpec(partitioner, rangePoints, combine, compression, output, bytes, durability);
    }

    public ShuffleSpec withDurability(Durability other) {
        return new ShuffleSpec(partitioner, rangePoints, combine, compression, output, memoryBytes, other);
    }

    public ShuffleSpec withRangePoints(List<String> points) {
        return new ShuffleSpec(partitioner, points, combine, compression, output, memoryBytes, durability);
    }
}
