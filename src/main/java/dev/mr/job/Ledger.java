package dev.mr.job;

import dev.mr.task.Counted;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The books of a job, over winners alone: counters, and the conservation of bytes and records. A job succeeds only when the
 * extents its maps read tile every input exactly and every bucket was read with as many records as were written to it.
 */
final class Ledger {
    /** A largest bucket of so many times the mean is named. */
    private static final double WORTH_A_WORD = 1.5;

    private final SortedMap<String, Long> counters = new TreeMap<>();
    private final long[] written;
    private final long[] read;

    Ledger(int reduces) {
        this.written = new long[reduces];
        this.read = new long[reduces];
    }

    /** A winner's receipt counts from now on. */
    void enter(Receipt receipt, Turn turn) {
        book(receipt, 1);
        store(receipt, turn);
    }

    /** A fallen winner's receipt counts no more. */
    void strike(Receipt receipt, Turn turn) {
        book(receipt, -1);
        store(receipt, turn);
    }

    /** Enters a winner the store has counted already. */
    void restore(Receipt receipt) {
        book(receipt, 1);
    }

    SortedMap<String, Long> counters() {
        return new TreeMap<>(counters);
    }

    private void book(Receipt receipt, int sign) {
        for (Map.Entry<String, Long> counter : receipt.counters().entrySet()) {
            counters.merge(counter.getKey(), sign * counter.getValue(), Long::sum);
        }
        if (receipt.attempt().task().kind() == TaskKind.MAP) {
            List<FileStats> files = receipt.files();
            for (int bucket = 0; bucket < files.size(); bucket++) {
                written[bucket] += sign * files.get(bucket).records();
            }
        } else {
            read[receipt.attempt().task().index()] += sign * receipt.recordsRead();
        }
    }

    private void store(Receipt receipt, Turn turn) {
        for (String name : receipt.counters().keySet()) {
            turn.persist(new Change.CounterSet(name, counters.getOrDefault(name, 0L)));
        }
    }

    /** Every way in which the books do not balance, as lines that name the input or the bucket; empty when they do. */
    List<String> imbalances(List<InputFile> inputs, TaskEntry[] maps) {
        List<String> found = new ArrayList<>();
        long[] next = new long[inputs.size()];
        for (TaskEntry map : maps) {
            Receipt receipt = map.receipt;
            for (Extent extent : receipt == null ? List.<Extent>of() : receipt.extents()) {
                if (extent.first() != next[extent.input()]) {
                    found.add(inputs.get(extent.input()).path() + " was read from byte " + extent.first() + " by "
                            + map.id + ", expected " + next[extent.input()]);
                }
                next[extent.input()] = extent.next();
            }
        }
        for (InputFile input : inputs) {
            if (next[input.index()] != input.bytes()) {
                found.add(input.path() + " was read up to byte " + next[input.index()] + " of " + input.bytes());
            }
        }
        for (int bucket = 0; bucket < written.length; bucket++) {
            if (written[bucket] != read[bucket]) {
                found.add("bucket " + bucket + " has " + written[bucket] + " " + Counted.noun(written[bucket], "record")
                        + " written, " + read[bucket] + " read");
            }
        }
        return found;
    }

    /** The balanced equation, for the summary. */
    String equation(List<InputFile> inputs) {
        long bytes = inputs.stream().mapToLong(InputFile::bytes).sum();
        long records = 0;
        for (long bucket : written) {
            records += bucket;
        }
        long skipped = counters.getOrDefault("map.skipped.records", 0L);
        return "inputs " + bytes + " " + Counted.noun(bytes, "byte") + " = extents read; " + records + " "
                + Counted.noun(records, "record") + " written by maps = records read by reduces"
                + (skipped == 0 ? "" : "; " + skipped + " input " + Counted.noun(skipped, "record") + " quarantined")
                + skew(records);
    }

    /** How much more than its share the largest bucket has, if that is worth a word: its reduce task takes as much longer. */
    private String skew(long records) {
        int largest = 0;
        for (int bucket = 1; bucket < written.length; bucket++) {
            largest = written[bucket] > written[largest] ? bucket : largest;
        }
        double times = (double) written[largest] * written.length / Math.max(1, records);
        return times < WORTH_A_WORD
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; bucket %d has %d of them, %.1f times its share of %d",
                        largest,
                        written[largest],
                        times,
                        records / written.length);
    }

    /** Records that maps wrote to a bucket. */
    long written(int bucket) {
        return written[bucket];
    }
}
