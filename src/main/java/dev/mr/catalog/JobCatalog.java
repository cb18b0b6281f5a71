package dev.mr.catalog;

import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.task.JobCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The jobs of some jars, or the bundled ones. Closing it ends what its jobs can still load. */
public final class JobCatalog implements Closeable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final @Nullable JobClassLoader loader;
    private final SortedMap<String, Job> jobs;

    private JobCatalog(@Nullable JobClassLoader loader, SortedMap<String, Job> jobs) {
        this.loader = loader;
        this.jobs = jobs;
    }

    /** The bundled jobs. */
    public static JobCatalog bundled() {
        return new JobCatalog(null, find(JobCatalog.class.getClassLoader()));
    }

    /**
     * The jobs of these jars, and no others.
     *
     * @throws IllegalArgumentException when two offer one name, or one cannot be made; the message says which
     */
    public static JobCatalog ofJars(List<Path> jars) {
        URL[] urls = jars.stream().map(JobCatalog::url).toArray(URL[]::new);
        JobClassLoader loader = new JobClassLoader(urls);
        try {
            return new JobCatalog(loader, find(loader));
        } catch (IllegalArgumentException unusable) {
            try {
                loader.close();
            } catch (IOException left) {
                unusable.addSuppressed(left);
            }
            throw unusable;
        }
    }

    /** The jobs that this code is one of. */
    public static JobCatalog of(JobCode code) {
        return code.jars().isEmpty()
                ? bundled()
                : ofJars(code.jars().stream().map(jar -> Path.of(jar.path())).toList());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static SortedMap<String, Job> find(ClassLoader loader) {
        SortedMap<String, Job> found = new TreeMap<>();
        try {
            for (Job job : ServiceLoader.load(Job.class, loader)) {
                String name = job.name();
                if (!NAME.matcher(name).matches()) {
                    throw new IllegalArgumentException(job.getClass().getName() + " has the name \"" + name
                            + "\", expected 1 to 100 of A-Z a-z 0-9 . _ -");
                }
                Job other = found.put(name, job);
                if (other != null) {
                    throw new IllegalArgumentException("job " + name + " is offered twice: by " + origin(other)
                            + " and by " + origin(job) + "; leave one out");
                }
            }
        } catch (ServiceConfigurationError | LinkageError unusable) {
            throw new IllegalArgumentException("a job cannot be loaded: " + unusable.getMessage(), unusable);
        }
        return found;
    }

    private static String origin(Job job) {
        var source = job.getClass().getProtectionDomain().getCodeSource();
        return job.getClass().getName()
                + (source == null || source.getLocation() == null
                        ? ""
                        : " of " + source.getLocation().getPath());
    }

    /** All jobs, by name. */
    public Collection<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    /**
     * The job of that name.
     *
     * @throws IllegalArgumentException naming the jobs there are, when it is none of them
     */
    public Job job(String name) {
        Job job = jobs.get(name);
        if (job == null) {
            throw new IllegalArgumentException("job \"" + name + "\" is unknown; "
                    + (jobs.isEmpty() ? "there is none" : "known: " + String.join(", ", jobs.keySet())));
        }
        return job;
    }

    /**
     * The values of all options of a job, when the user gave these.
     *
     * @throws IllegalArgumentException naming everything that is unknown, and everything that is missing
     */
    public static SortedMap<String, String> settings(Job job, Map<String, String> given) {
        SortedMap<String, String> values = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        SortedMap<String, Option> known = new TreeMap<>();
        for (Option option : job.options()) {
            known.put(option.name(), option);
            String value = given.getOrDefault(option.name(), option.initial());
            if (value == null) {
                problems.add("option " + option.name() + " is missing: " + option.description());
            } else {
                values.put(option.name(), value);
            }
        }
        for (String name : given.keySet()) {
            if (!known.containsKey(name)) {
                problems.add("option \"" + name + "\" is unknown; "
                        + (known.isEmpty() ? "it has none" : "known: " + String.join(", ", known.keySet())));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("job " + job.name() + ": " + String.join("; ", problems));
        }
        return values;
    }

    /** The class loader that the threads which run these jobs should have as theirs. */
    public ClassLoader classLoader() {
        ClassLoader own = loader;
        return own == null ? JobCatalog.class.getClassLoader() : own;
    }

    @Override
    public void close() throws IOException {
        if (loader != null) {
            loader.close();
        }
    }
}
