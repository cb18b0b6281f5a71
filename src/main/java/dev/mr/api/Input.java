package dev.mr.api;

/**
 * What a map function is called with. Lines end with a newline, which is not handed over; a carriage return before it is, since
 * it may be data. What follows the last newline is a line too, unless it is empty. A line, word or file may have 64 MiB, a longer
 * one fails the task with file and offset.
 */
public enum Input {
    /** One line a call. */
    LINES,
    /** One file a call, whole; also an empty one. Files are not split. */
    FILES,
    /**
     * About 1 MiB a call, whole lines with their newlines. Where one block ends and the next begins carries no meaning and may
     * differ from run to run.
     */
    BLOCKS_OF_LINES,
    /** About 1 MiB a call, cut only where no word is; likewise. A word is a maximal run of {@linkplain Letters letters}. */
    BLOCKS_OF_WORDS,
    /**
     * About 1 MiB a call, cut anywhere, files of any size: the first block of a file has offset 0, and an empty file is one
     * empty block. Files are not split.
     */
    BLOCKS_OF_FILES;

    /** Whether a part of a file makes sense by itself, so that several map tasks may share one. */
    public boolean isSplittable() {
        return this != FILES && this != BLOCKS_OF_FILES;
    }

    /** Whether chunks cut between words, but inside lines, would change what map is called with. */
    public boolean needsWholeLines() {
        return this == LINES || this == BLOCKS_OF_LINES;
    }
}
