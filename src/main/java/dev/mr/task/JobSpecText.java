package dev.mr.task;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A {@link JobSpec} as names and values: what the database stores and an Assign carries. Names are those of the command line;
 * {@code jar.<i>} is {@code SHA-256 PATH}, {@code set.<name>} the value of a job's option. What a job does without is left out.
 */
final class JobSpecText {
    private static final String JAR = "jar.";
    private static final String SETTING = "set.";

    private final Map<String, String> options;

    private JobSpecText(Map<String, String> options) {
        this.options = options;
    }

    static Map<String, String> options(JobSpec spec) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("job", spec.code().name());
        for (int i = 0; i < spec.code().jars().size(); i++) {
            JobCode.Jar jar = spec.code().jars().get(i);
            options.put(JAR + i, jar.sha256() + " " + jar.path());
        }
        spec.code().settings().forEach((name, value) -> options.put(SETTING + name, value));
        options.put("map-tasks", Integer.toString(spec.mapTasks()));
        options.put("reduce-tasks", Integer.toString(spec.reduceTasks()));
        ShuffleSpec shuffle = spec.shuffle();
        options.put("partitioner", shuffle.partitioner().option());
        if (!shuffle.rangePoints().isEmpty()) {
            options.put("range-points", String.join(",", shuffle.rangePoints()));
        }
        options.put("combine", Boolean.toString(shuffle.combine()));
        options.put("compress", shuffle.compression().option());
        options.put("output-format", shuffle.output().option());
        options.put("output-prefix", spec.outputPrefix());
        options.put("memory", Long.toString(shuffle.memoryBytes()));
        options.put("durability", shuffle.durability().option());
        AttemptRules rules = spec.rules();
        options.put("lease", rules.lease().toString());
        options.put("heartbeat", rules.heartbeat().toString());
        options.put("task-timeout", rules.taskTimeout().toString());
        options.put("max-attempts", Integer.toString(rules.maxAttempts()));
        options.put("max-worker-losses", Integer.toString(rules.maxWorkerLosses()));
        options.put("skip-bad-records", Integer.toString(rules.skipBadRecords()));
        options.put("backup", Boolean.toString(rules.backup()));
        return options;
    }

    static JobSpec parse(Map<String, String> options) {
        JobSpecText text = new JobSpecText(options);
        return new JobSpec(
                text.code(),
                text.required("map-tasks", Integer::parseInt),
                text.required("reduce-tasks", Integer::parseInt),
                text.shuffle(),
                text.required("output-prefix"),
                text.rules());
    }

    private JobCode code() {
        List<JobCode.Jar> jars = new ArrayList<>();
        for (String jar = options.get(JAR + 0); jar != null; jar = options.get(JAR + jars.size())) {
            int space = jar.indexOf(' ');
            jars.add(new JobCode.Jar(jar.substring(space + 1), jar.substring(0, Math.max(0, space))));
        }
        SortedMap<String, String> settings = new TreeMap<>();
        options.forEach((name, value) -> {
            if (name.startsWith(SETTING)) {
                settings.put(name.substring(SETTING.length()), value);
            }
        });
        return new JobCode(required("job"), jars, settings);
    }

    private ShuffleSpec shuffle() {
        String points = options.get("range-points");
        return new ShuffleSpec(
                required("partitioner", value -> OptionValue.of(PartitionerName.values(), value)),
                points == null ? List.of() : List.of(points.split(",", -1)),
                required("combine", Boolean::parseBoolean),
                required("compress", value -> OptionValue.of(Compression.values(), value)),
                required("output-format", value -> OptionValue.of(OutputFormat.values(), value)),
                required("memory", Long::parseLong),
                options.containsKey("durability") // jobs of earlier versions have none
                        ? required("durability", value -> OptionValue.of(Durability.values(), value))
                        : Durability.PROCESS);
    }

    private AttemptRules rules() {
        return new AttemptRules(
                required("lease", Duration::parse),
                required("heartbeat", Duration::parse),
                required("task-timeout", Duration::parse),
                required("max-attempts", Integer::parseInt),
                required("max-worker-losses", Integer::parseInt),
                required("skip-bad-records", Integer::parseInt),
                Boolean.parseBoolean(options.getOrDefault("backup", "true"))); // it cannot change what comes out
    }

    private String required(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option \"" + name + "\" is missing");
        }
        return value;
    }

    private <T> T required(String name, Function<String, T> parser) {
        String value = required(name);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw new IllegalArgumentException(
                    "option \"" + name + "\" cannot be \"" + value + "\": " + unreadable.getMessage(), unreadable);
        }
    }
}
