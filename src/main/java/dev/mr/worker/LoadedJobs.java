package dev.mr.worker;

import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobCatalog;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The code of the job a worker serves: loaded once, from jars that are what they were when the job started. Thread-safe. */
final class LoadedJobs implements JobSource {
    private @Nullable Loaded last;

    private record Loaded(JobSpec spec, JobCatalog catalog, JobPlan plan) {}

    @Override
    public synchronized JobPlan plan(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        return load(spec).plan();
    }

    @Override
    public synchronized ClassLoader classLoader(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        return load(spec).catalog().classLoader();
    }

    private Loaded load(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        Loaded known = last;
        if (known != null && known.spec().equals(spec)) {
            return known;
        }
        for (JobCode.Jar jar : spec.code().jars()) {
            JarFiles.check(jar);
        }
        JobCatalog catalog = JobCatalog.of(spec.code());
        Job job = catalog.job(spec.name());
        JobPlan defined = PlanBuilder.of(job, new Options(spec.code().settings()));
        Loaded loaded = new Loaded(spec, catalog, spec.shuffle().combine() ? defined.combined() : defined);
        last = loaded;
        return loaded;
    }
}
