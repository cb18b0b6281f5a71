package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.api.Slices;
import dev.mr.api.Words;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** To find the words of a mebibyte of text, and to add them up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WordsBenchmark {
    @Param({"latin", "cyrillic", "cjk"})
    public String alphabet = "";

    private final Slice block = new Slice();
    private byte[] text = {};
    private SumTable table = new SumTable(new Partition(dev.mr.api.Partitioner.FNV1A, 8), 1 << 27);

    @Setup
    public void setUp() {
        text = switch (alphabet) {
            case "latin" -> ZipfText.block("eeettaaooiinnsshhrrddllccuummwwffggyyppbbvkjxqz", " ", 100_000, 1);
            case "cyrillic" -> ZipfText.block("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэф", ", ", 100_000, 1);
            default -> ZipfText.block("的一是不了人我在有他这为之大来以个中上们", "。", 100_000, 1);
        };
        table = new SumTable(new Partition(dev.mr.api.Partitioner.FNV1A, 8), 1 << 27);
    }

    @Benchmark
    public int find() {
        int[] letters = new int[1];
        Words.each(text, 0, ZipfText.BYTES, (bytes, from, to) -> letters[0] += to - from);
        return letters[0];
    }

    @Benchmark
    public long sum() throws UserFailureException {
        Words.each(text, 0, ZipfText.BYTES, this::add);
        table.settle();
        return table.usedBytes();
    }

    @Benchmark
    public long sumInBatches() throws UserFailureException {
        Words.inBatches(block.set(text, 0, ZipfText.BYTES), this::addAll);
        table.settle();
        return table.usedBytes();
    }

    private void addAll(Slices words) {
        try {
            table.addAll(words, 0, 1);
        } catch (UserFailureException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void add(byte[] bytes, int from, int to) {
        try {
            table.add(bytes, from, to - from, 1);
        } catch (UserFailureException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
