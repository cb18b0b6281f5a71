package dev.mr.catalog;

import dev.mr.api.Job;
import dev.mr.task.JobCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The jobs of some jars, or the bundled ones. Closing it ends what its jobs can still load. */
public final class JobCatalog implements Closeable {
    private final @Nullable JobClassLoader loader;
    private final List<JobCode.Jar> jars;
    private final SortedMap<String, OfferedJob> jobs;

    private JobCatalog(@Nullable JobClassLoader loader, List<JobCode.Jar> jars, SortedMap<String, OfferedJob> jobs) {
        this.loader = loader;
        this.jars = List.copyOf(jars);
        this.jobs = jobs;
    }

    /** The bundled jobs. */
    public static JobCatalog bundled() {
        ClassLoader own = JobCatalog.class.getClassLoader();
        SortedMap<String, OfferedJob> jobs = new TreeMap<>();
        ServiceLoader.load(Job.class, own).forEach(job -> {
            OfferedJob offered = new OfferedJob(job, null, own);
            jobs.put(offered.name(), offered);
        });
        return new JobCatalog(null, List.of(), jobs);
    }

    /**
     * The jobs of these jars, and no others.
     *
     * @throws IllegalArgumentException when a jar cannot be read, none offers a job, two offer one name, or one cannot be
     *     made; the message names jars and classes
     */
    public static JobCatalog ofJars(List<Path> paths) throws IOException {
        List<JarContent> jars = JarContent.readAll(paths);
        List<JobCode.Jar> described = asTheyAre(jars); // before anything of them is loaded
        return load(jars, described);
    }

    /**
     * The jobs that this code is one of. That its jars are what they were is for the caller to check, before.
     *
     * @throws IllegalArgumentException as {@link #ofJars}
     */
    public static JobCatalog of(JobCode code) {
        if (code.jars().isEmpty()) {
            return bundled();
        }
        List<Path> paths = code.jars().stream().map(jar -> Path.of(jar.path())).toList();
        return load(JarContent.readAll(paths), code.jars());
    }

    /**
     * These jars, and those that their manifests ask for, as they are now.
     *
     * @throws IllegalArgumentException when one cannot be read
     */
    public static List<JobCode.Jar> describe(List<Path> paths) throws IOException {
        return asTheyAre(JarContent.readAll(paths));
    }

    private static List<JobCode.Jar> asTheyAre(List<JarContent> jars) throws IOException {
        List<JobCode.Jar> described = new ArrayList<>();
        for (JarContent jar : jars) {
            described.add(JarFiles.describe(jar.path()));
        }
        return described;
    }

    private static JobCatalog load(List<JarContent> jars, List<JobCode.Jar> described) {
        JobClassLoader loader =
                new JobClassLoader(jars.stream().map(JobCatalog::url).toArray(URL[]::new));
        try {
            return new JobCatalog(loader, described, find(jars, loader));
        } catch (IllegalArgumentException unusable) {
            try {
                loader.close();
            } catch (IOException left) {
                unusable.addSuppressed(left);
            }
            throw unusable;
        }
    }

    private static URL url(JarContent jar) {
        try {
            return jar.path().toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static SortedMap<String, OfferedJob> find(List<JarContent> jars, ClassLoader loader) {
        SortedMap<String, OfferedJob> found = new TreeMap<>();
        Map<String, Path> origins = new HashMap<>();
        List<String> problems = new ArrayList<>();
        for (JarContent jar : jars) {
            for (String name : jar.jobClasses()) {
                Path other = origins.putIfAbsent(name, jar.path());
                if (other != null) {
                    // The class loader would take the first, whichever was meant.
                    problems.add("job class " + name + " is in both " + other + " and " + jar.path()
                            + "; leave one of the jars out");
                    continue;
                }
                try {
                    add(new JobClass(name, jar.path(), loader).job(), found);
                } catch (IllegalArgumentException unusable) {
                    problems.add(String.valueOf(unusable.getMessage()));
                }
            }
        }
        if (origins.isEmpty()) {
            problems.add("there is no job in "
                    + String.join(
                            ", ",
                            jars.stream().map(jar -> jar.path().toString()).toList())
                    + "; a jar with a job has a file " + JarContent.SERVICE_FILE + " that names the job's class");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return found;
    }

    private static void add(OfferedJob job, SortedMap<String, OfferedJob> found) {
        OfferedJob other = found.putIfAbsent(job.name(), job);
        if (other != null) {
            throw new IllegalArgumentException("the name " + job.name() + " is offered by two jobs, " + other.origin()
                    + " and " + job.origin() + "; leave one out, or give it another name()");
        }
    }

    /** All jobs, by name. */
    public List<OfferedJob> jobs() {
        return List.copyOf(jobs.values());
    }

    /** The jars, as they were before they were loaded; none for the bundled jobs. */
    public List<JobCode.Jar> jars() {
        return jars;
    }

    /**
     * The job of that name.
     *
     * @throws IllegalArgumentException naming the jobs there are, when it is none of them
     */
    public OfferedJob job(String name) {
        OfferedJob job = jobs.get(name);
        if (job == null) {
            throw new IllegalArgumentException(
                    "job \"" + name + "\" is unknown; known: " + String.join(", ", jobs.keySet()));
        }
        return job;
    }

    @Override
    public void close() throws IOException {
        if (loader != null) {
            loader.close();
        }
    }
}
