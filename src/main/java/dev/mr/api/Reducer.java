package dev.mr.api;

/**
 * The reduce function, or a combiner. One instance serves one attempt, on one thread: {@link #open}, {@link #reduce} for each
 * key, {@link #close}. Keys come in the order of their unsigned bytes. The values of a key come in the order of the map tasks,
 * and within a map task in the order in which they were emitted: the same input gives the same order, always.
 *
 * <p>What reduce emits is a line {@code key value} of {@code out-<r>}, in the order of the calls. An exception ends the
 * attempt; after some of those the job fails with it.
 */
@FunctionalInterface
public interface Reducer {
    /** Called before the first key; there may be none. */
    default void open(TaskContext task) throws Exception {}

    /** Reduces one key. Values that are not read are skipped. */
    void reduce(Slice key, Values values, Output out) throws Exception;

    /** Called after the last key, unless the attempt failed. What it emits counts; a combiner emits nothing here. */
    default void close(Output out) throws Exception {}
}
