package dev.mr.shuffle;

import dev.mr.api.Partitioner;
import dev.mr.api.Slice;
import dev.mr.api.Slices;
import dev.mr.task.ShuffleSpec;

/** The partitioner of one attempt, its answers checked. One thread. */
final class Partition {
    private static final byte[] NONE = {};

    private final Partitioner partitioner;
    private final int partitions;
    private final Slice view = new Slice();
    private int[] answers = {};

    Partition(Partitioner partitioner, int partitions) {
        this.partitioner = partitioner;
        this.partitions = partitions;
    }

    /** The partitioner that a job of this plan is run with. */
    static Partition of(JobPlan plan, ShuffleSpec spec, int partitions) {
        Partitioner own = plan.partitioner();
        Partitioner chosen = switch (spec.partitioner()) {
            case FIRST_LETTER -> Partitioner.FIRST_LETTER;
            case FNV1A -> Partitioner.FNV1A;
            case RANGE -> new RangePartitioner(spec.rangePoints());
            case JOB -> own == null ? Partitioner.FNV1A : own;
        };
        return new Partition(chosen, partitions);
    }

    /** Whether it is the job's own code, which may throw. */
    boolean isOfJob() {
        return partitioner != Partitioner.FNV1A
                && partitioner != Partitioner.FIRST_LETTER
                && !(partitioner instanceof RangePartitioner);
    }

    int count() {
        return partitions;
    }

    int of(byte[] key, int from, int length) {
        int partition = partitioner.of(view.set(key, from, from + length), partitions);
        if (key.length > Reserve.SMALL_BYTES) {
            view.set(NONE, 0, 0); // holds on to no long record
        }
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("the partitioner said " + partition + " of " + partitions);
        }
        return partition;
    }

    /** The partition of each of the keys, by its place among them; the array is used again by the next call. */
    int[] ofAll(Slices keys) {
        if (answers.length < keys.count()) {
            answers = new int[keys.count()];
        }
        byte[] bytes = keys.array();
        int[] all = answers;
        int lastFrom = partitioner == Partitioner.FNV1A ? bytes.length - ShortKey.WINDOW_BYTES : -1;
        for (int i = 0; i < keys.count(); i++) {
            int from = keys.from(i);
            int length = keys.to(i) - from;
            all[i] = from <= lastFrom && length <= ShortKey.MAX_BYTES
                    ? (FnvHash.of(bytes, from, length) & Integer.MAX_VALUE) % partitions
                    : of(bytes, from, length);
        }
        return all;
    }
}
