package dev.mr.cli;

import dev.mr.api.Options;
import dev.mr.catalog.JobCatalog;
import dev.mr.catalog.OfferedJob;
import dev.mr.shuffle.JobPlan;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.task.JobCode;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which job runs, and what is found when they are looked up. */
final class JobChoice {
    private static final String STREAMING = "streaming";

    @Option(
            names = "--job",
            paramLabel = "NAME",
            description = "The job to run, see mr-driver jobs (default: wordcount).")
    private @Nullable String job;

    @Option(
            names = "--jar",
            paramLabel = "JAR",
            description = "Where the job's classes are; may be repeated. The job is then one of these jars.")
    private List<Path> jars = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "An option of the job, see mr-driver jobs; may be repeated, a KEY once.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--map-cmd",
            paramLabel = "COMMAND",
            description = "Run this command as the map function: it reads the input and writes lines key<TAB>value.")
    private @Nullable String mapCommand;

    @Option(
            names = "--reduce-cmd",
            paramLabel = "COMMAND",
            description = "Run this command as the reduce function: it reads lines key<TAB>value, sorted by key"
                    + " (default: none, the sorted lines are the output).")
    private @Nullable String reduceCommand;

    @Option(
            names = "--input-format",
            paramLabel = "FORMAT",
            description = "With --map-cmd: lines, or file for one command a file (default: lines).")
    private @Nullable String inputFormat;

    private @Nullable Chosen chosen;
    private String fault = "";

    /** A job that was found, and its plan with the options given. */
    record Chosen(OfferedJob job, JobCode code, JobPlan plan) {
        /** The partitioner that the plan names. */
        PartitionerName partitioner() {
            return plan.partitionerName();
        }
    }

    /** Looks the job up and lets it say its plan; adds everything that is wrong. */
    void check(List<String> problems) {
        List<String> own = new ArrayList<>();
        Map<String, String> given = given(own);
        boolean known = jars.stream().allMatch(Objects::nonNull); // what is not has been told by now
        if (own.isEmpty() && known) {
            try {
                chosen = find(given);
            } catch (IllegalArgumentException unusable) {
                fault = String.valueOf(unusable.getMessage());
                own.add(fault);
            } catch (IOException unreadable) {
                own.add(Trouble.of(unreadable).line());
            }
        }
        problems.addAll(own);
    }

    /** Whether all there is against a command line is what was found in the job that it names, of which no option says more. */
    boolean isAtFault(List<String> problems) {
        return !jars.isEmpty() && problems.equals(List.of(fault));
    }

    /** Takes the job whose records are replayed, its jars and its options, where they are not given; adds what contradicts. */
    void inherit(JobCode replayed, List<String> problems) {
        String other = mapCommand == null ? job : STREAMING;
        if (replayed.isOfProgram()) {
            problems.add("the records are of a Java program's own job (" + replayed.name()
                    + "), whose functions mr-driver does not have; give them to that program as inputs");
            return;
        }
        if (other != null && !other.equals(replayed.name())) {
            problems.add("the records are of job " + replayed.name() + ", not of " + other + "; leave "
                    + (mapCommand == null ? "--job" : "--map-cmd") + " out");
            return;
        }
        job = replayed.name();
        if (jars.isEmpty()) {
            replayed.jars().forEach(jar -> jars.add(Path.of(jar.path())));
        }
        List<String> given = List.copyOf(settings);
        replayed.settings().forEach((key, value) -> {
            if (given.stream().noneMatch(setting -> setting.startsWith(key + "="))) {
                settings.add(key + "=" + value);
            }
        });
    }

    /**
     * The options given, as a job stores them; its job is not looked up. Adds everything that is wrong with them.
     */
    Map<String, String> repeated(List<String> problems) {
        Map<String, String> repeated = new LinkedHashMap<>();
        Map<String, String> given = given(problems);
        String named = mapCommand == null ? job : STREAMING;
        if (named != null) {
            repeated.put("job", named);
        }
        try {
            List<JobCode.Jar> described =
                    JobCatalog.describe(jars.stream().filter(Objects::nonNull).toList());
            for (int i = 0; i < described.size(); i++) {
                repeated.put(
                        "jar." + i,
                        described.get(i).sha256() + " " + described.get(i).path());
            }
        } catch (IllegalArgumentException unusable) {
            problems.add(String.valueOf(unusable.getMessage()));
        } catch (IOException unreadable) {
            problems.add(Trouble.of(unreadable).line());
        }
        given.forEach((name, value) -> repeated.put("set." + name, value));
        return repeated;
    }

    private Map<String, String> given(List<String> problems) {
        if ((reduceCommand != null || inputFormat != null) && mapCommand == null) {
            problems.add("--reduce-cmd and --input-format mean nothing without --map-cmd");
        }
        if (mapCommand != null && ((job != null && !job.equals(STREAMING)) || !jars.isEmpty())) {
            problems.add("--map-cmd is a job of its own; leave --job and --jar out");
        }
        Map<String, String> given = KeyValues.read("--set", settings, problems);
        put(given, "map-cmd", mapCommand);
        put(given, "reduce-cmd", reduceCommand);
        put(given, "input-format", inputFormat);
        return given;
    }

    private static void put(Map<String, String> given, String name, @Nullable String value) {
        if (value != null) {
            given.put(name, value);
        }
    }

    private Chosen find(Map<String, String> given) throws IOException {
        JobCatalog catalog = jars.isEmpty() ? JobCatalog.bundled() : JobCatalog.ofJars(jars);
        return choose(catalog, catalog.job(name(catalog)), given, "see mr-driver jobs" + jarOptions());
    }

    /**
     * One of the jobs of a catalog with these options, and the plan that it makes of them.
     *
     * @param hint goes with a refusal of the options themselves
     * @throws IllegalArgumentException with everything that is wrong in one line
     */
    static Chosen choose(JobCatalog catalog, OfferedJob found, Map<String, String> given, String hint) {
        List<String> problems = new ArrayList<>();
        SortedMap<String, String> values = found.settings(given, wayToSet(found), problems);
        List<String> mistakes = List.copyOf(problems);
        if (values.size() == found.options().size()) {
            try {
                JobPlan plan = PlanBuilder.of(found, new Options(values));
                if (problems.isEmpty()) {
                    return new Chosen(found, new JobCode(found.name(), catalog.jars(), values), plan);
                }
            } catch (IllegalArgumentException impossible) {
                problems.add(String.valueOf(impossible.getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            problems.add(hint);
        }
        throw new IllegalArgumentException(String.join("; ", problems));
    }

    /** What stands before {@code NAME=VALUE} on the command line: the commands of a streaming job have options of their own. */
    static String wayToSet(OfferedJob job) {
        return job.jar() == null && job.name().equals(STREAMING) ? "--" : "--set ";
    }

    private String jarOptions() {
        return jars.stream().map(jar -> " --jar " + ShellWord.of(jar)).collect(Collectors.joining());
    }

    /** A jar with one job needs no name for it. */
    private String name(JobCatalog catalog) {
        if (job != null) {
            return job;
        }
        if (mapCommand != null) {
            return STREAMING;
        }
        if (!jars.isEmpty()) {
            List<String> names = catalog.jobs().stream().map(OfferedJob::name).toList();
            if (names.size() == 1) {
                return names.get(0);
            }
            throw new IllegalArgumentException(
                    "--jar offers the jobs " + String.join(", ", names) + "; name one with --job");
        }
        return "wordcount";
    }

    boolean isFound() {
        return chosen != null;
    }

    /** What {@link #check} found. */
    Chosen chosen() {
        Chosen found = chosen;
        if (found == null) {
            throw new IllegalStateException("the job has not been looked up");
        }
        return found;
    }

    boolean isStreaming() {
        return mapCommand != null;
    }
}
