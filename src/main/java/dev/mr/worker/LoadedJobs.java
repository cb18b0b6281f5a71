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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code of the job a worker serves: loaded once, from jars that are what they were when the job started. Thread-safe. */
final class LoadedJobs implements JobSource {
    private final FileSystem files;

    /** What a jar was like when its SHA-256 was last found to be right. */
    private final Map<JobCode.Jar, FileFacts> seen = new HashMap<>();

    private @Nullable Loaded last;

    private record Loaded(JobSpec spec, OfferedJob job, JobPlan plan) {}

    LoadedJobs(FileSystem files) {
        this.files = files;
    }

    @Override
    public synchronized JobPlan plan(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        return load(spec).plan();
    }

    @Override
    public synchronized ClassLoader classLoader(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        return load(spec).job().classLoader();
    }

    /** Classes are loaded when they are first needed, so a jar that was written over may have given other code. */
    @Override
    public synchronized void check(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        check(spec.code());
    }

    private Loaded load(JobSpec spec) throws IOException, JarFiles.JarChangedException {
        check(spec.code());
        Loaded known = last;
        if (known != null && Objects.equals(known.spec(), spec)) { // mostly the same object
            return known;
        }
        try {
            OfferedJob job = JobCatalog.of(spec.code()).job(spec.name());
            JobPlan defined = PlanBuilder.of(job, new Options(spec.code().settings()));
            Loaded loaded = new Loaded(spec, job, spec.shuffle().combine() ? defined.combined() : defined);
            last = loaded;
            return loaded;
        } catch (IllegalArgumentException unusable) {
            check(spec.code());
            throw unusable;
        }
    }

    private void check(JobCode code) throws IOException, JarFiles.JarChangedException {
        for (JobCode.Jar jar : code.jars()) {
            Optional<FileFacts> facts = files.facts(Path.of(jar.path()));
            if (facts.isEmpty() || !facts.get().equals(seen.get(jar))) {
                JarFiles.check(jar);
                facts.ifPresent(now -> seen.put(jar, now));
            }
        }
    }
}
