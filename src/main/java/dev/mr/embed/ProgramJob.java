package dev.mr.embed;

import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import dev.mr.catalog.OfferedJob;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.PlanBuilder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A job as a program gave it: by a class, with a name and options of its own, or by a lambda without. */
final class ProgramJob {
    private final Job job;
    private final boolean lambda;
    private @Nullable OfferedJob offered;

    private ProgramJob(Job job, boolean lambda) {
        this.job = job;
        this.lambda = lambda;
    }

    static ProgramJob of(Consumer<Plan> plan) {
        return new ProgramJob(new Nameless((into, options) -> plan.accept(into)), true);
    }

    static ProgramJob of(Job job) {
        boolean lambda = job.getClass().isHidden() || job.getClass().isSynthetic();
        return new ProgramJob(lambda ? new Nameless(job) : job, lambda);
    }

    /** A job whose class says nothing. */
    private record Nameless(Job job) implements Job {
        @Override
        public String name() {
            return "embedded";
        }

        @Override
        public void define(Plan plan, Options options) {
            job.define(plan, options);
        }
    }

    /** The name it has of its own; empty for none. */
    String name() {
        return lambda ? "" : offered().name();
    }

    /** The values of all its options; those given, where it does not say which it has. Adds what is wrong with them. */
    SortedMap<String, String> settings(SortedMap<String, String> given, List<String> problems) {
        return lambda ? new TreeMap<>(given) : offered().settings(given, problems);
    }

    /** How it is to be run with these options. */
    JobPlan plan(SortedMap<String, String> settings) {
        return PlanBuilder.of(offered(), new Options(settings));
    }

    /** What it says of itself, asked once. */
    private OfferedJob offered() {
        OfferedJob known = offered;
        if (known == null) {
            known = OfferedJob.ofProgram(job);
            offered = known;
        }
        return known;
    }
}
