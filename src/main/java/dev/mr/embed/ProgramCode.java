package dev.mr.embed;

import dev.mr.shuffle.JobPlan;
import dev.mr.task.JobSpec;
import dev.mr.worker.JobSource;
import org.jspecify.annotations.Nullable;

/** The functions a program gave, as they are. Job code sees the class loader that the thread which started the job has. */
record ProgramCode(JobPlan plan, @Nullable ClassLoader loader) implements JobSource {
    @Override
    public JobPlan plan(JobSpec spec) {
        return plan;
    }

    @Override
    public void check(JobSpec spec) {}

    @Override
    public ClassLoader classLoader(JobSpec spec) {
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }
}
