package dev.mr.shuffle;

import dev.mr.api.Output;

/**
 * The sizes the data plane works with; tests make them small.
 *
 * @param blockBytes what is read at a time
 * @param recordBytes the longest word or line
 * @param openFiles bucket files a map keeps open; with more buckets than this it opens each to append
 */
record Limits(int blockBytes, int recordBytes, int openFiles) {
    static final Limits DEFAULT = new Limits(1 << 16, Output.MAX_BYTES, 512);

    /** Bytes that may be read, but mean nothing, after the end of a block: as many as one look at it takes. */
    static final int SLACK_BYTES = Long.SIZE;

    /** The same for lines, which are a record and its newline each. */
    Limits ofLines() {
        return new Limits(blockBytes, recordBytes + 1, openFiles);
    }
}
