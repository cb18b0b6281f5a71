package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what a job's {@code define} says, and everything that is wrong with it. */
public final class PlanBuilder implements Plan {
    private final List<String> problems = new ArrayList<>();
    private @Nullable Input input;
    private int inputs;
    private @Nullable Supplier<? extends Mapper> mapper;
    private @Nullable Supplier<? extends Reducer> reducer;
    private @Nullable Supplier<? extends Reducer> combiner;
    private JobPlan.@Nullable Shape shape;
    private boolean plainKeys;
    private @Nullable Partitioner partitioner;
    private boolean byRange;

    private PlanBuilder() {}

    /**
     * The plan of a job with these options.
     *
     * @throws IllegalArgumentException naming everything that is wrong: with an option's value, or with the plan
     */
    public static JobPlan of(Job job, Options options) {
        PlanBuilder builder = new PlanBuilder();
        job.define(builder, options);
        return builder.build(job.name());
    }

    private JobPlan build(String name) {
        Supplier<? extends Mapper> map = mapper;
        if (map == null) {
            problems.add("it has no map()");
        }
        JobPlan.Shape shaped = shape == null ? JobPlan.Shape.BYTES : shape;
        if (shaped == JobPlan.Shape.SUM && reducer != null) {
            problems.add("sum() is its reduce(), it cannot have another");
        }
        if (shaped == JobPlan.Shape.SUM && combiner != null) {
            problems.add("sum() is its combine(), it cannot have another");
        }
        if (plainKeys && shaped == JobPlan.Shape.BYTES) {
            problems.add("plainKeys() asks for sum() or longs()");
        }
        if (plainKeys && combiner != null) {
            problems.add("plainKeys() combines nothing, it cannot have combine()");
        }
        if (map == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "the plan of job " + name + " is not possible: " + String.join("; ", problems));
        }
        Partitioner partitions = partitioner == null ? Partitioner.FNV1A : partitioner;
        return new JobPlan(
                input == null ? Input.LINES : input,
                inputs,
                map,
                reducer,
                combiner,
                shaped,
                plainKeys,
                byRange ? null : partitions);
    }

    @Override
    public Plan input(Input choice) {
        once("input", input != null);
        input = choice;
        return this;
    }

    @Override
    public Plan inputs(int count) {
        once("inputs", inputs != 0);
        if (count < 1) {
            problems.add("inputs(" + count + ") asks for fewer inputs than one");
        }
        inputs = count;
        return this;
    }

    @Override
    public Plan map(Supplier<? extends Mapper> function) {
        once("map", mapper != null);
        mapper = function;
        return this;
    }

    @Override
    public Plan reduce(Supplier<? extends Reducer> function) {
        once("reduce", reducer != null);
        reducer = function;
        return this;
    }

    @Override
    public Plan combine(Supplier<? extends Reducer> function) {
        once("combine", combiner != null);
        combiner = function;
        return this;
    }

    @Override
    public Plan sum() {
        once("sum or longs", shape != null);
        shape = JobPlan.Shape.SUM;
        return this;
    }

    @Override
    public Plan longs() {
        once("sum or longs", shape != null);
        shape = JobPlan.Shape.LONGS;
        return this;
    }

    @Override
    public Plan plainKeys() {
        plainKeys = true;
        return this;
    }

    @Override
    public Plan partition(Partitioner choice) {
        once("partition", partitioner != null || byRange);
        partitioner = choice;
        return this;
    }

    @Override
    public Plan partitionByRange() {
        once("partition", partitioner != null || byRange);
        byRange = true;
        return this;
    }

    private void once(String what, boolean said) {
        if (said) {
            problems.add(what + "() is said twice");
        }
    }
}
