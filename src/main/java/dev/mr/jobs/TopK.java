package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.Values;
import dev.mr.api.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The K most frequent words of each output file, the most frequent first; of equally frequent ones the first in the order of
 * bytes. With one reduce task, those of the whole input.
 */
public final class TopK implements Job {
    private static final int MOST = 1_000_000;

    @Override
    public String description() {
        return "the most frequent words of each output file, the most frequent first";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of("k", "10", "how many words, 1 to " + MOST));
    }

    @Override
    public void define(Plan plan, Options options) {
        int k = (int) options.number("k", 1, MOST);
        plan.input(Input.BLOCKS_OF_WORDS)
                .map((text, out) -> Words.inBatches(text, words -> out.emitAll(words, 1)))
                .longs()
                .combine((word, counts, out) -> out.emit(word, sum(counts)))
                .reduce(() -> new Top(k));
    }

    private static long sum(Values counts) {
        long sum = 0;
        while (counts.next()) {
            sum = Math.addExact(sum, counts.number());
        }
        return sum;
    }

    /** A word and how often it occurs; the least first. */
    private record Counted(Slice word, long count) implements Comparable<Counted> {
        private static final Comparator<Counted> ORDER =
                Comparator.comparingLong(Counted::count).thenComparing(Counted::word, Comparator.reverseOrder());

        @Override
        public int compareTo(Counted other) {
            return ORDER.compare(this, other);
        }
    }

    /** Keeps the k greatest. */
    private static final class Top implements Reducer {
        private final int k;
        private final PriorityQueue<Counted> greatest = new PriorityQueue<>();

        Top(int k) {
            this.k = k;
        }

        @Override
        public void reduce(Slice word, Values counts, Output out) {
            long count = sum(counts);
            if (greatest.size() < k || count > greatest.element().count()) {
                greatest.add(new Counted(word.copy(), count));
                if (greatest.size() > k) {
                    greatest.remove();
                }
            }
        }

        @Override
        public void close(Output out) {
            List<Counted> top = new ArrayList<>(greatest);
            top.sort(Comparator.reverseOrder());
            top.forEach(counted -> out.emit(counted.word(), counted.count()));
        }
    }
}
