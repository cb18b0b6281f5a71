package dev.mr.task;

import dev.mr.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@link JobSpecText}, of lines {@code name=value} ended by zeros: refuses, or reads what it would write. */
public final class JobSpecFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        JobSpec spec = new JobSpec(
                new JobCode(
                        "count", List.of(new JobCode.Jar("/a b.jar", "ab12")), new TreeMap<>(Map.of("pattern", "a=b"))),
                3,
                2,
                new ShuffleSpec(
                        PartitionerName.RANGE,
                        List.of("00", "ff01"),
                        true,
                        Compression.ZSTD,
                        OutputFormat.TEXT,
                        ShuffleSpec.DEFAULT_MEMORY_BYTES,
                        Durability.POWER),
                "out-",
                new AttemptRules(Duration.ofMillis(1500), Duration.ofDays(2), Duration.ZERO, 4, 20, 1, true));
        return List.of(text(spec), text(spec.withShuffle(ShuffleSpec.of(PartitionerName.RANGE))));
    }

    private static byte[] text(JobSpec spec) {
        return spec.options().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("\0"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void run(byte[] input) {
        Map<String, String> options = new TreeMap<>();
        for (String option : new String(input, StandardCharsets.UTF_8).split("\0", -1)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, Math.max(0, equals)), option.substring(equals + 1));
        }
        JobSpec read;
        try {
            read = JobSpec.ofOptions(options);
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!JobSpec.ofOptions(read.options()).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
