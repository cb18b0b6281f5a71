package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A small job whose tasks write what is written here: 100 bytes of input a map, (1 + m + r) records from map m to reduce r. */
public record SampleJob(int maps, int reduces, int maxAttempts, int maxWorkerLosses, int skips, boolean backup) {
    static final Duration LEASE = Duration.ofSeconds(10);
    private static final int SPLIT_BYTES = 100;

    public static SampleJob of(int maps, int reduces) {
        return new SampleJob(maps, reduces, 4, 20, 0, true);
    }

    SampleJob maxAttempts(int budget) {
        return new SampleJob(maps, reduces, budget, maxWorkerLosses, skips, backup);
    }

    SampleJob maxWorkerLosses(int budget) {
        return new SampleJob(maps, reduces, maxAttempts, budget, skips, backup);
    }

    SampleJob skipBadRecords(int most) {
        return new SampleJob(maps, reduces, maxAttempts, maxWorkerLosses, most, backup);
    }

    public SampleJob withoutBackup() {
        return new SampleJob(maps, reduces, maxAttempts, maxWorkerLosses, skips, false);
    }

    JobSpec spec() {
        return JobSpecs.with(
                "wordcount",
                maps,
                reduces,
                new AttemptRules(
                        LEASE,
                        Duration.ofSeconds(1),
                        AttemptRules.DEFAULT_TASK_TIMEOUT,
                        maxAttempts,
                        maxWorkerLosses,
                        skips,
                        backup));
    }

    public NewJob stored() {
        InputFile input = input();
        List<List<Split>> splits = IntStream.range(0, maps)
                .mapToObj(m -> List.of(new Split(input, first(m), first(m + 1))))
                .toList();
        return new NewJob("job-1", spec(), List.of(input), splits);
    }

    private InputFile input() {
        return new InputFile(0, 0, "/data/book.txt", first(maps), 1, 2);
    }

    private static long first(int map) {
        return (long) SPLIT_BYTES * map;
    }

    /** What this attempt's RECEIPT says when all is well. */
    public Receipt receipt(AttemptId attempt) {
        return receipt(attempt, Map.of());
    }

    /** The same for a map whose named buckets have another checksum than usual. */
    Receipt receipt(AttemptId attempt, Map<Integer, Integer> checksums) {
        int index = attempt.task().index();
        TreeMap<String, Long> counters =
                new TreeMap<>(Map.of(attempt.task().kind().label(), 1L));
        if (attempt.task().kind() == TaskKind.REDUCE) {
            long read =
                    IntStream.range(0, maps).mapToLong(m -> records(m, index)).sum();
            return new Receipt(attempt, List.of(), List.of(new FileStats(7, 1, index)), read, List.of(), counters);
        }
        List<FileStats> files = IntStream.range(0, reduces)
                .mapToObj(r ->
                        new FileStats(10L * records(index, r), records(index, r), checksums.getOrDefault(r, index)))
                .toList();
        return new Receipt(
                attempt, List.of(new Extent(0, first(index), first(index + 1))), files, 0, List.of(), counters);
    }

    /** Fewer the higher the bucket, so that reduce tasks are handed out in order. */
    private long records(int map, int reduce) {
        return (long) reduces + map - reduce;
    }
}
