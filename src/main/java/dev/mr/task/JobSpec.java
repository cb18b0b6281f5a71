package dev.mr.task;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What a job is to do, fixed at its start and stored with it. Output bytes depend on these, the inputs, and nothing else.
 *
 * @param name the job's name, such as {@code wordcount}
 * @param mapTasks N, at least 1
 * @param reduceTasks M, at least 1
 * @param outputPrefix what the names of output files begin with, {@code out-} by default
 * @param lease how long an attempt may be silent
 * @param heartbeat how often a worker speaks
 * @param maxAttempts failures of the job's code one task survives, plus one
 * @param maxWorkerLosses deaths of workers one task survives, plus one
 * @param memoryBytes what one task may hold in tables and buffers before it spills
 */
public record JobSpec(
        String name,
        int mapTasks,
        int reduceTasks,
        PartitionerName partitioner,
        String outputPrefix,
        Duration lease,
        Duration heartbeat,
        int maxAttempts,
        int maxWorkerLosses,
        long memoryBytes) {
    public static final long DEFAULT_MEMORY_BYTES = 64L << 20;

    /** The spec as command-line option names (without dashes) and values, in a fixed order. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("job", name);
        options.put("map-tasks", Integer.toString(mapTasks));
        options.put("reduce-tasks", Integer.toString(reduceTasks));
        options.put("partitioner", partitioner.option());
        options.put("output-prefix", outputPrefix);
        options.put("lease", lease.toString());
        options.put("heartbeat", heartbeat.toString());
        options.put("max-attempts", Integer.toString(maxAttempts));
        options.put("max-worker-losses", Integer.toString(maxWorkerLosses));
        options.put("memory", Long.toString(memoryBytes));
        return options;
    }

    /**
     * The inverse of {@link #options()}.
     *
     * @throws IllegalArgumentException naming an option that is missing or unreadable
     */
    public static JobSpec ofOptions(Map<String, String> options) {
        return new JobSpec(
                required(options, "job"),
                required(options, "map-tasks", Integer::parseInt),
                required(options, "reduce-tasks", Integer::parseInt),
                required(options, "partitioner", PartitionerName::ofOption),
                required(options, "output-prefix"),
                required(options, "lease", Duration::parse),
                required(options, "heartbeat", Duration::parse),
                required(options, "max-attempts", Integer::parseInt),
                required(options, "max-worker-losses", Integer::parseInt),
                required(options, "memory", Long::parseLong));
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option \"" + name + "\" is missing");
        }
        return value;
    }

    private static <T> T required(Map<String, String> options, String name, Function<String, T> parser) {
        String value = required(options, name);
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException | DateTimeException unreadable) {
            throw new IllegalArgumentException(
                    "option \"" + name + "\" cannot be \"" + value + "\": " + unreadable.getMessage(), unreadable);
        }
    }
}
