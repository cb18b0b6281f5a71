package dev.mr.task;

import java.util.List;

/** What an attempt is to read. */
public sealed interface Work {
    /** A map task's splits, in order; none for a task beyond the end of the input. */
    record MapWork(List<Split> splits) implements Work {
        public MapWork {
            splits = List.copyOf(splits);
        }
    }

    /** A reduce task's buckets; entry m is the output of map task m, exactly N entries. */
    record ReduceWork(List<BucketSource> sources) implements Work {
        public ReduceWork {
            sources = List.copyOf(sources);
        }
    }
}
