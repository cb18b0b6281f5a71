package dev.mr.embed;

import dev.mr.shuffle.JobPlan;
import dev.mr.task.JobSpec;
import dev.mr.worker.JobSource;
import org.jspecify.annotations.Nullable;

/** The functions a program gave, as they are. Job code sees the class loader that the thread which started the job has. */
record ProgramCode(JobPlan plan, @Nullable ClassLoader loader) implements JobSource, JobSource.Held {
    @Override
    public Held hold(String folder, JobSpec spec) {
        return this;
    }

    @Override
    public ClassLoader classLoader() {
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    @Override
    public void check() {}

    @Override
    public void close() {}

    @Override
    public void forget(String folder) {}

    @Override
    public void forgetAll() {}
}
