package dev.mr.cli;

import dev.mr.catalog.JobCatalog;
import dev.mr.catalog.OfferedJob;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a service runs, by name: the bundled ones but for those that run commands, and those of the jars in its
 * operator's folder, each jar by itself. A jar may come, go or change while the service runs. Thread-safe.
 */
final class JobsFolder {
    private static final String STREAMING = "streaming";

    private final @Nullable Path folder;
    private final Map<State, Set<String>> known = new HashMap<>();

    /** A jar as it was when it was looked into. */
    private record State(Path jar, long bytes, long modifiedMillis) {
        static State of(Path jar) throws IOException {
            return new State(
                    jar, Files.size(jar), Files.getLastModifiedTime(jar).toMillis());
        }
    }

    /** A job, and what has to be closed when its plan has been made. */
    record Found(JobCatalog catalog, OfferedJob job) {}

    /** {@code folder} is null where there are only bundled jobs. */
    JobsFolder(@Nullable Path folder) {
        this.folder = folder == null ? null : folder.toAbsolutePath().normalize();
    }

    /**
     * The job of this name.
     *
     * @throws IllegalArgumentException in one line, naming the jobs there are, when there is none, or more than one
     */
    Found find(String name) throws IOException {
        if (name.equals(STREAMING)) {
            throw new IllegalArgumentException(
                    "job streaming runs commands, which a service never takes from a client; run it with mr-driver start");
        }
        JobCatalog bundled = JobCatalog.bundled();
        Set<String> names = new TreeSet<>();
        bundled.jobs().stream()
                .map(OfferedJob::name)
                .filter(job -> !job.equals(STREAMING))
                .forEach(names::add);
        List<String> problems = new ArrayList<>();
        List<Path> offering = offering(name, names, problems);
        if (offering.size() > 1) {
            throw new IllegalArgumentException(
                    "job \"" + name + "\" is in more than one jar of the service's jobs folder: " + offering);
        }
        if (offering.size() == 1) {
            JobCatalog jar = JobCatalog.ofJars(offering);
            try {
                return new Found(jar, jar.job(name));
            } catch (IllegalArgumentException changed) {
                jar.close();
                throw changed;
            }
        }
        if (names.contains(name)) {
            return new Found(bundled, bundled.job(name));
        }
        throw new IllegalArgumentException("job \"" + name + "\" is unknown; known: " + String.join(", ", names)
                + (problems.isEmpty() ? "" : "; " + String.join("; ", problems)));
    }

    /** The jars with a job of this name. Adds the names that the jars have to {@code names}. */
    private synchronized List<Path> offering(String name, Set<String> names, List<String> problems) throws IOException {
        List<Path> offering = new ArrayList<>();
        Path place = folder;
        if (place == null) {
            return offering;
        }
        Map<State, Set<String>> seen = new HashMap<>();
        for (Path jar : jars(place)) {
            try {
                State state = State.of(jar);
                Set<String> offered = known.getOrDefault(state, null);
                seen.put(state, offered == null ? names(jar) : offered);
                names.addAll(seen.get(state));
                if (seen.get(state).contains(name)) {
                    offering.add(jar);
                }
            } catch (IllegalArgumentException | IOException unusable) {
                problems.add(jar.getFileName() + " is not usable: " + unusable.getMessage());
            }
        }
        known.clear();
        known.putAll(seen);
        return offering;
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.jar")) {
            entries.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    private static Set<String> names(Path jar) throws IOException {
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar))) {
            Set<String> names = new TreeSet<>();
            catalog.jobs().forEach(job -> names.add(job.name()));
            return names;
        }
    }
}
