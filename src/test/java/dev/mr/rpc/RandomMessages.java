package dev.mr.rpc;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.BucketSource;
import dev.mr.task.Compression;
import dev.mr.task.DriverMessage;
import dev.mr.task.Durability;
import dev.mr.task.FailureKind;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.OutputFormat;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Messages of every kind with anything in them, the same for the same seed. */
final class RandomMessages {
    private static final String[] TEXTS = {
        "", "w", "Zeile\nzwei\t\u0000", "\u00fc\ud83d\ude00 ", "../../etc/passwd", "x".repeat(3000)
    };

    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    /** One of each kind. */
    List<WorkerMessage> ofWorker() {
        return List.of(
                new WorkerMessage.Hello(
                        text(),
                        text(),
                        random.nextLong(),
                        number(),
                        text(),
                        random.nextLong(),
                        text(),
                        many(this::attempt),
                        number()),
                new WorkerMessage.Ready(1 + random.nextInt(1 << 16)),
                new WorkerMessage.Heartbeat(
                        random.nextLong(),
                        many(() ->
                                new WorkerMessage.Progress(attempt(), random.nextLong(), random.nextLong(), text()))),
                new WorkerMessage.Succeeded(attempt(), random.nextInt()),
                new WorkerMessage.Failed(attempt(), any(FailureKind.values()), text(), text()),
                new WorkerMessage.InputBad(attempt(), attempt(), number(), text()),
                new WorkerMessage.Goodbye(text()));
    }

    /** One of each kind. */
    List<DriverMessage> ofDriver() {
        return List.of(
                new DriverMessage.Welcome(
                        number(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextLong(),
                        text(),
                        text()),
                new DriverMessage.Assign(attempt(TaskKind.MAP), folder(), spec(), mapWork()),
                new DriverMessage.Assign(attempt(TaskKind.REDUCE), folder(), spec(), reduceWork(random.nextInt(50))),
                new DriverMessage.HeartbeatAck(random.nextLong()),
                new DriverMessage.Committed(attempt()),
                new DriverMessage.Rejected(attempt(), text()),
                new DriverMessage.Revoke(attempt(), text()),
                new DriverMessage.JobClosed(folder()),
                new DriverMessage.JobDone(any(JobState.values()), text()));
    }

    DriverMessage.Assign reduceOf(int maps) {
        return new DriverMessage.Assign(attempt(TaskKind.REDUCE), folder(), spec(), reduceWork(maps));
    }

    private Work.MapWork mapWork() {
        List<Split> splits = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            InputFile input = new InputFile(
                    i, random.nextInt(9), "/data/" + text(), 1L << 40, random.nextLong(), random.nextLong());
            splits.add(new Split(input, 0, 17));
            splits.add(new Split(input, 17, 1L << 40));
        }
        return new Work.MapWork(splits);
    }

    private Work.ReduceWork reduceWork(int maps) {
        List<BucketSource> sources = new ArrayList<>(maps);
        for (int map = 0; map < maps; map++) {
            AttemptId winner = new AttemptId(TaskId.map(map), 1 + number(), random.nextLong());
            sources.add(new BucketSource(winner, random.nextLong(), random.nextInt()));
        }
        return new Work.ReduceWork(sources);
    }

    private JobSpec spec() {
        return new JobSpec(
                new JobCode(
                        text(), List.of(new JobCode.Jar("/a b.jar", "ab12")), new TreeMap<>(Map.of(text(), text()))),
                1 + number(),
                1 + number(),
                new ShuffleSpec(
                        any(PartitionerName.values()),
                        random.nextBoolean() ? List.of() : List.of("00", "ff01"),
                        random.nextBoolean(),
                        any(Compression.values()),
                        any(OutputFormat.values()),
                        random.nextLong(),
                        any(Durability.values())),
                "out-" + random.nextInt(9),
                new AttemptRules(
                        Duration.ofMillis(random.nextInt()),
                        Duration.ofMillis(random.nextInt()),
                        Duration.ofMillis(random.nextInt()),
                        number(),
                        number(),
                        number(),
                        random.nextBoolean()));
    }

    private AttemptId attempt() {
        return attempt(any(TaskKind.values()));
    }

    private AttemptId attempt(TaskKind kind) {
        return new AttemptId(new TaskId(kind, number()), 1 + number(), random.nextLong());
    }

    private int number() {
        return random.nextInt(Integer.MAX_VALUE);
    }

    /** As they may be, up to the longest and the deepest. */
    private String folder() {
        String letters = "ABCXYZabcxyz0189_-";
        StringBuilder folder = new StringBuilder();
        int segments = random.nextInt(9);
        for (int i = 0; i < segments; i++) {
            folder.append(i == 0 ? "" : "/");
            int length = random.nextInt(4) == 0 ? 255 / segments - 1 : 1 + random.nextInt(20);
            for (int j = 0; j < length; j++) {
                folder.append(letters.charAt(random.nextInt(letters.length())));
            }
        }
        return folder.toString();
    }

    private String text() {
        return any(TEXTS);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> many(Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            all.add(one.get());
        }
        return all;
    }
}
