package dev.mr.task;

/**
 * A record of the input on which the map function failed.
 *
 * @param input index of its file among the job's inputs
 * @param offset where it begins in its file; of a packed one, in its content
 * @param bytes its length
 * @param crc32c of its bytes, so that nothing else is ever taken for it
 */
public record BadRecord(int input, long offset, int bytes, int crc32c) {}
