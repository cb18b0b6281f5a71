package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Partitioner;
import dev.mr.api.Reducer;
import dev.mr.task.PartitionerName;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a job is to be run, as its {@code define} said.
 *
 * @param inputs over how many named inputs the job is defined; 0 for any number
 * @param reducer null for {@link Shape#SUM}, and for a job whose records go to the output as they are
 * @param combiner null for none
 * @param partitioner null for partitions by range
 */
public record JobPlan(
        Input input,
        int inputs,
        Supplier<? extends Mapper> mapper,
        @Nullable Supplier<? extends Reducer> reducer,
        @Nullable Supplier<? extends Reducer> combiner,
        Shape shape,
        boolean plainKeys,
        @Nullable Partitioner partitioner) {

    /** What the values are, and whether reduce is their sum. */
    public enum Shape {
        BYTES,
        LONGS,
        SUM
    }

    /** What the values are. */
    public ValueKind kind() {
        return shape == Shape.BYTES ? ValueKind.BYTES : ValueKind.LONGS;
    }

    /** What the partitioner is called. */
    public PartitionerName partitionerName() {
        if (partitioner == null) {
            return PartitionerName.RANGE;
        }
        if (partitioner == Partitioner.FIRST_LETTER) {
            return PartitionerName.FIRST_LETTER;
        }
        return partitioner == Partitioner.FNV1A ? PartitionerName.FNV1A : PartitionerName.JOB;
    }

    /** This plan, with sums made in the map task instead of plain keys. */
    public JobPlan combined() {
        return new JobPlan(input, inputs, mapper, reducer, combiner, shape, false, partitioner);
    }
}
