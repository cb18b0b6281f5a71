package dev.mr.shuffle;

import java.io.Closeable;
import java.io.IOException;

/** Bytes in order. */
interface ByteSource extends Closeable {
    /** Reads at least one and at most {@code length} bytes, which is more than 0, to {@code into} from {@code at} on; -1 at the end. */
    int read(byte[] into, int at, int length) throws IOException, TaskException;
}
