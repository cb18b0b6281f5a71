package dev.mr.rpc;

/**
 * A line of a job's history, which is append-only.
 *
 * @param sequence 1, 2, 3 ... without gaps
 * @param atMillis wall clock milliseconds since 1970
 * @param epoch the run of the service that wrote it
 * @param task such as {@code map-3}; empty for the job as a whole
 * @param attempt number of the attempt it is about, 0 for none
 * @param worker id of the worker it is about, 0 for none
 */
public record JobLine(
        long sequence, long atMillis, long epoch, String what, String task, int attempt, int worker, String text) {}
