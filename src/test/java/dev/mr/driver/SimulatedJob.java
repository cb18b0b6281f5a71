package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.NewJob;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.Durability;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The job of a simulation: some maps, some reduces, and for each file the bytes that any right attempt gives it. */
final class SimulatedJob {
    final int maps;
    final int reduces;
    final Duration lease;
    final Duration heartbeat;
    private final int salt;
    final Durability durability;
    /** Each attempt of a map writes other bytes. */
    final boolean fickle;
    /** Somebody else puts a file where the output is to be. */
    final boolean isInTheWay;

    final AttemptRules rules;
    final SimulatedDoom doom;

    SimulatedJob(Random random) {
        this.maps = 1 + random.nextInt(6);
        this.reduces = 1 + random.nextInt(3);
        this.lease = Duration.ofMillis(400 + random.nextInt(4_000));
        this.heartbeat = lease.dividedBy(8);
        this.salt = random.nextInt(1 << 16);
        boolean backups = random.nextInt(4) > 0;
        this.durability = salt % 3 == 0 ? Durability.POWER : Durability.PROCESS;
        this.fickle = salt % 5 == 1;
        this.isInTheWay = salt % 11 == 3;
        this.rules = new AttemptRules(lease, heartbeat, AttemptRules.DEFAULT_TASK_TIMEOUT, 4, 20, 0, backups);
        this.doom = SimulatedDoom.of(salt, maps, reduces);
    }

    NewJob stored() {
        List<InputFile> inputs = new ArrayList<>();
        List<List<Split>> splits = new ArrayList<>();
        for (int map = 0; map < maps; map++) {
            InputFile input = new InputFile(map, map, "/sim/inputs/" + map, inputBytes(map), 0, map + 1L);
            inputs.add(input);
            splits.add(List.of(new Split(input, 0, input.bytes())));
        }
        JobSpec spec = JobSpecs.with("wordcount", maps, reduces, rules);
        return new NewJob("job-1", spec.withShuffle(spec.shuffle().withDurability(durability)), inputs, splits);
    }

    private static long inputBytes(int map) {
        return 100L + map;
    }

    private int records(int map, int bucket) {
        return (map * 7 + bucket * 3 + salt) % 4;
    }

    byte[] bucket(AttemptId attempt, int bucket) {
        int map = attempt.task().index();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < records(map, bucket); i++) {
            lines.append((char) ('a' + i))
                    .append(salt)
                    .append('.')
                    .append(map)
                    .append('.')
                    .append(bucket)
                    .append(fickle ? "." + attempt.number() : "")
                    .append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a reduce makes of the buckets of these winners, in the order of the maps. */
    private byte[] output(int reduce, Map<TaskId, Receipt> winners) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int map = 0; map < maps; map++) {
            Receipt winner = winners.get(TaskId.map(map));
            if (winner != null) {
                all.writeBytes(bucket(winner.attempt(), reduce));
            }
        }
        return output(all.toByteArray());
    }

    static byte[] output(byte[] buckets) {
        String text = new String(buckets, StandardCharsets.UTF_8);
        return text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    /** What each file below {@code out/} is to be, of maps that these attempts have won. */
    SortedMap<String, byte[]> reference(Map<TaskId, Receipt> winners) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (int reduce = 0; reduce < reduces; reduce++) {
            files.put("out-" + reduce, output(reduce, winners));
        }
        return files;
    }

    Receipt mapReceipt(AttemptId attempt) {
        int map = attempt.task().index();
        List<FileStats> stats = new ArrayList<>();
        for (int bucket = 0; bucket < reduces; bucket++) {
            stats.add(stats(bucket(attempt, bucket), records(map, bucket)));
        }
        return new Receipt(
                attempt, List.of(new Extent(map, 0, inputBytes(map))), stats, 0, List.of(), counters(attempt));
    }

    Receipt reduceReceipt(AttemptId attempt, byte[] output) {
        int reduce = attempt.task().index();
        long records = 0;
        for (int map = 0; map < maps; map++) {
            records += records(map, reduce);
        }
        return new Receipt(attempt, List.of(), List.of(stats(output, records)), records, List.of(), counters(attempt));
    }

    /** Each attempt counts something else. */
    private static SortedMap<String, Long> counters(AttemptId attempt) {
        return new TreeMap<>(Map.of("user." + attempt.task().kind(), (long) attempt.number()));
    }

    private static FileStats stats(byte[] content, long records) {
        return new FileStats(content.length, records, SimulatedFiles.crc32c(content));
    }

    static String bucketName(AttemptId map, int bucket) {
        return JobDirectory.bucketName(map.task().index(), bucket);
    }
}
