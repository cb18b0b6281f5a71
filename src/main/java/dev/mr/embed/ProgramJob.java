package dev.mr.embed;

import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import dev.mr.catalog.JobCatalog;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A job as a program gave it.
 *
 * @param name empty when it has none
 * @param declared the job, where it says which options it has
 */
record ProgramJob(String name, @Nullable Job declared, BiConsumer<Plan, Options> define) {
    static ProgramJob of(Consumer<Plan> plan) {
        return new ProgramJob("", null, (into, options) -> plan.accept(into));
    }

    /** A lambda has neither a name nor options of its own. */
    static ProgramJob of(Job job) {
        return job.getClass().isHidden() || job.getClass().isSynthetic()
                ? new ProgramJob("", null, job::define)
                : new ProgramJob(job.name(), job, job::define);
    }

    /** The values of all its options; those given, where it does not say which it has. */
    SortedMap<String, String> settings(SortedMap<String, String> given) {
        return declared == null ? new TreeMap<>(given) : JobCatalog.settings(declared, given);
    }

    /** The same under its name, for the planner. */
    Job asJob() {
        String shown = name.isEmpty() ? "embedded" : name;
        BiConsumer<Plan, Options> defined = define;
        return new Job() {
            @Override
            public String name() {
                return shown;
            }

            @Override
            public void define(Plan plan, Options options) {
                defined.accept(plan, options);
            }
        };
    }
}
