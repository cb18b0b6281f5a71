package dev.mr.shuffle;

import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one record costs: to write a sorted run, to read it, and to merge sixteen, from files that the system has in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RunsBenchmark {
    private static final int RUNS = 16;
    private static final int RECORDS = 1 << 14;
    private static final int VALUE_BYTES = 20;

    @Param({"NONE", "LZ4", "ZSTD"})
    public Compression compression = Compression.NONE;

    /** Random keys differ in their first bytes, dated ones from the twelfth on. */
    @Param({"random", "dated"})
    public String keys = "";

    private final byte[] value = "twenty bytes a value".getBytes(StandardCharsets.US_ASCII);
    private Path folder = Path.of("");
    private List<Run> runs = List.of();
    private byte[][] sorted = {};

    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("mr-runs-benchmark");
        Random random = new Random(1);
        runs = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            sorted = new byte[RECORDS][];
            for (int i = 0; i < RECORDS; i++) {
                String number = String.format("%010d", random.nextInt(1_000_000_000));
                sorted[i] =
                        ("dated".equals(keys) ? "2026-11-21 " + number : number).getBytes(StandardCharsets.US_ASCII);
            }
            Arrays.sort(sorted, Arrays::compareUnsigned);
            runs.add(write(folder.resolve("run-" + run)));
        }
    }

    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        for (int run = 0; run < RUNS; run++) {
            Files.delete(folder.resolve("run-" + run));
        }
        Files.delete(folder);
    }

    private Run write(Path path) throws IOException {
        try (RunWriter writer = new RunWriter(path, ValueKind.BYTES, compression)) {
            for (byte[] key : sorted) {
                writer.append(false, 1, key, 0, key.length, value, 0, VALUE_BYTES);
            }
            Run run = writer.endRun();
            writer.finish();
            return run;
        }
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public Run write() throws IOException {
        Path path = folder.resolve("written");
        Run run = write(path);
        Files.delete(path);
        return run;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long read() throws IOException, TaskException {
        try (RunReader reader = reader(runs.get(0))) {
            return sum(reader);
        }
    }

    @Benchmark
    @OperationsPerInvocation(RUNS * RECORDS)
    public long merge() throws IOException, TaskException {
        List<RecordCursor> readers = new ArrayList<>();
        for (Run run : runs) {
            readers.add(reader(run));
        }
        try (MergeCursor merge = new MergeCursor(readers)) {
            return sum(merge);
        }
    }

    private static RunReader reader(Run run) throws IOException, TaskException {
        return new RunReader(new RunFileSource(run), ValueKind.BYTES);
    }

    private static long sum(RecordCursor cursor) throws IOException, TaskException {
        long sum = 0;
        while (cursor.next()) {
            sum += cursor.key().length() + cursor.value().length();
        }
        return sum;
    }
}
