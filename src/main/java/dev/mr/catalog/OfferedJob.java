package dev.mr.catalog;

import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job as a catalog offers it. What it says of itself was asked once and is well formed. Whatever its code throws reaches the
 * caller as an IllegalArgumentException that names the job, and its class where that is to blame.
 */
public final class OfferedJob implements Job {
    private static final String CHARACTERS = "1 to 100 of A-Z a-z 0-9 . _ -";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final Job job;
    private final @Nullable Path jar;
    private final ClassLoader loader;
    private final String name;
    private final String description;
    private final List<Option> options;

    /**
     * Asks the job.
     *
     * @param jar where its class is; null for a bundled job
     * @throws IllegalArgumentException when an answer is missing or malformed
     */
    OfferedJob(Job job, @Nullable Path jar, ClassLoader loader) {
        this.job = job;
        this.jar = jar;
        this.loader = loader;
        this.name = ask("name()", job::name);
        if (!NAME.matcher(name).matches()) {
            throw unusable("has the name \"" + name + "\", expected " + CHARACTERS);
        }
        this.description = ask("description()", job::description);
        this.options = checked(ask("options()", () -> new ArrayList<>(job.options())));
    }

    /**
     * A job that a program made itself.
     *
     * @throws IllegalArgumentException as for any other
     */
    public static OfferedJob ofProgram(Job job) {
        ClassLoader loader = job.getClass().getClassLoader();
        return new OfferedJob(job, null, loader == null ? ClassLoader.getSystemClassLoader() : loader);
    }

    private <T> T ask(String what, Supplier<@Nullable T> question) {
        T answer;
        try (JobScope scope = new JobScope(loader)) {
            answer = question.get();
        } catch (Throwable thrown) {
            Thrown.rethrowUnlessOfTheJob(thrown);
            throw unusable("failed in " + what + ": " + Thrown.text(thrown));
        }
        if (answer == null) {
            throw unusable("answers null to " + what);
        }
        return answer;
    }

    private List<Option> checked(List<@Nullable Option> declared) {
        SortedMap<String, Option> byName = new TreeMap<>();
        for (Option option : declared) {
            if (option == null || option.name() == null || option.description() == null) {
                throw unusable("declares an option that is null, or has no name or description");
            }
            if (!NAME.matcher(option.name()).matches()) {
                throw unusable("declares the option \"" + option.name() + "\", expected " + CHARACTERS);
            }
            if (byName.put(option.name(), option) != null) {
                throw unusable("declares the option " + option.name() + " twice");
            }
        }
        return List.copyOf(declared);
    }

    private IllegalArgumentException unusable(String what) {
        return new IllegalArgumentException("job class " + origin() + " " + what);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Option> options() {
        return options;
    }

    @Override
    public void define(Plan plan, Options given) {
        try (JobScope scope = new JobScope(loader)) {
            job.define(plan, given);
        } catch (Throwable thrown) {
            Thrown.rethrowUnlessOfTheJob(thrown);
            String said = thrown.getMessage();
            if (thrown.getClass() == IllegalArgumentException.class && said != null) {
                throw new IllegalArgumentException("job " + name + ": " + said, thrown);
            }
            throw new IllegalArgumentException(
                    "job " + name + ": define() of " + origin() + " failed"
                            + (given.all().isEmpty() ? "" : " with the options " + given.all()) + ": "
                            + Thrown.text(thrown),
                    thrown);
        }
    }

    /**
     * The values of all options, when the user gave these; one that must be given and was not has none. Adds everything that
     * is unknown, and everything that is missing.
     */
    public SortedMap<String, String> settings(Map<String, String> given, List<String> problems) {
        return settings(given, "--set ", problems);
    }

    /**
     * As {@link #settings(Map, List)}.
     *
     * @param way what stands before {@code NAME=VALUE} to give an option
     */
    public SortedMap<String, String> settings(Map<String, String> given, String way, List<String> problems) {
        SortedMap<String, String> values = new TreeMap<>();
        List<String> known = options.stream().map(Option::name).toList();
        for (Option option : options) {
            String value = given.getOrDefault(option.name(), option.initial());
            if (value == null) {
                problems.add("job " + name + ": option " + option.name() + " is missing, give it with " + way
                        + option.name() + "=VALUE (" + option.description() + ")");
            } else {
                values.put(option.name(), value);
            }
        }
        for (String unknown : given.keySet()) {
            if (!known.contains(unknown)) {
                problems.add("job " + name + ": option \"" + unknown + "\" is unknown; "
                        + (known.isEmpty() ? "it has none" : "known: " + String.join(", ", known)));
            }
        }
        return values;
    }

    /** The class that is the job. */
    public String className() {
        return job.getClass().getName();
    }

    /** Where its class is; null for a bundled job. */
    public @Nullable Path jar() {
        return jar;
    }

    /** Its class and its jar, as messages name them. */
    String origin() {
        return className() + (jar == null ? "" : " in " + jar);
    }

    /** The class loader of its code. */
    public ClassLoader classLoader() {
        return loader;
    }
}
