package dev.mr.worker;

import dev.mr.api.Options;
import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobCatalog;
import dev.mr.catalog.OfferedJob;
import dev.mr.files.FileSystem;
import dev.mr.files.FileSystem.FileFacts;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The code of one job: loaded when it is first asked for, in a class loader of its own, from jars that are what they were when the job
 * started. Whoever made it holds it first; its class loader is closed when the last who holds it has closed it. While the job's own code
 * is being asked for its plan, others who want the plan wait, and nobody else does. Thread-safe.
 */
final class LoadedJob implements JobSource.Held {
    private final JobSpec spec;
    private final FileSystem files;
    private final AtomicInteger holders = new AtomicInteger(1);

    /** What a jar was like when its SHA-256 was last found to be right. */
    private final Map<JobCode.Jar, FileFacts> seen = new HashMap<>();

    private @Nullable Loaded loaded;

    private record Loaded(JobCatalog catalog, OfferedJob job, JobPlan plan) {}

    LoadedJob(JobSpec spec, FileSystem files) {
        this.spec = spec;
        this.files = files;
    }

    boolean isOf(JobSpec other) {
        return spec.equals(other); // mostly the same object
    }

    /** Itself, for one more to close. By one who knows that it is held. */
    LoadedJob held() {
        holders.incrementAndGet();
        return this;
    }

    /** Whether nobody holds it but one. */
    boolean isIdle() {
        return holders.get() == 1;
    }

    @Override
    public synchronized JobPlan plan() throws IOException, JarFiles.JarChangedException {
        return load().plan();
    }

    @Override
    public synchronized ClassLoader classLoader() throws IOException, JarFiles.JarChangedException {
        return load().job().classLoader();
    }

    /** Classes are loaded when they are first needed, so a jar that was written over may have given other code. */
    @Override
    public synchronized void check() throws IOException, JarFiles.JarChangedException {
        for (JobCode.Jar jar : spec.code().jars()) {
            Optional<FileFacts> facts = files.facts(Path.of(jar.path()));
            if (facts.isEmpty() || !facts.get().equals(seen.get(jar))) {
                JarFiles.check(jar);
                facts.ifPresent(now -> seen.put(jar, now));
            }
        }
    }

    private Loaded load() throws IOException, JarFiles.JarChangedException {
        check();
        Loaded known = loaded;
        if (known != null) {
            return known;
        }
        try {
            Loaded made = defined(JobCatalog.of(spec.code()));
            loaded = made;
            return made;
        } catch (IllegalArgumentException unusable) {
            check();
            throw unusable;
        }
    }

    private Loaded defined(JobCatalog catalog) {
        try {
            OfferedJob job = catalog.job(spec.name());
            JobPlan plan = PlanBuilder.of(job, new Options(spec.code().settings()));
            return new Loaded(catalog, job, spec.shuffle().combine() ? plan.combined() : plan);
        } catch (RuntimeException | Error unusable) {
            close(catalog);
            throw unusable;
        }
    }

    @Override
    public void close() {
        if (holders.decrementAndGet() == 0) {
            end();
        }
    }

    private synchronized void end() {
        if (loaded != null) {
            close(loaded.catalog());
            loaded = null;
        }
    }

    private static void close(JobCatalog catalog) {
        try {
            catalog.close();
        } catch (IOException harmless) {
            // Its jars were only read.
        }
    }
}
