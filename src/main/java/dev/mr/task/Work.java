package dev.mr.task;

import java.util.List;

/** What an attempt is to read. */
public sealed interface Work {
    /**
     * A map task's splits, in order; none for a task beyond the end of the input.
     *
     * @param skips records to leave out
     * @param careful hand records to the map function one by one, so that the one it fails on is known
     */
    record MapWork(List<Split> splits, List<BadRecord> skips, boolean careful) implements Work {
        public MapWork {
            splits = List.copyOf(splits);
            skips = List.copyOf(skips);
        }

        public MapWork(List<Split> splits) {
            this(splits, List.of(), false);
        }
    }

    /** A reduce task's buckets; entry m is the output of map task m, exactly N entries. */
    record ReduceWork(List<BucketSource> sources) implements Work {
        public ReduceWork {
            sources = List.copyOf(sources);
        }
    }
}
