package dev.mr.api;

/**
 * The map function. One instance serves one attempt, on one thread: {@link #open}, {@link #map} for each record in the order of
 * the input, {@link #close}. An exception ends the attempt; after some of those the job fails with it.
 */
@FunctionalInterface
public interface Mapper {
    /** Called before the first record; there may be none. */
    default void open(TaskContext task) throws Exception {}

    /** Maps one record, as {@link Plan#input} says. It may be read until this returns; see {@link Slice}. */
    void map(Slice record, Output out) throws Exception;

    /** Called after the last record, unless the attempt failed. What it emits counts. */
    default void close(Output out) throws Exception {}
}
