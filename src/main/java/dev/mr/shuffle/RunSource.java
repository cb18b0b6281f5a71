package dev.mr.shuffle;

import java.io.Closeable;
import java.io.IOException;

/** Where the bytes of a run come from, in order. Closed with its reader. */
interface RunSource extends Closeable {
    /** Bytes not yet read. */
    long left();

    /** Reads exactly so many to the front of {@code into}. */
    void read(byte[] into, int length) throws IOException, TaskException;

    /**
     * Throws what is to be thrown for a run that is not as it was written; never returns.
     *
     * @param what is wrong, to follow the name of the file
     */
    IOException damaged(String what) throws IOException, TaskException;
}
