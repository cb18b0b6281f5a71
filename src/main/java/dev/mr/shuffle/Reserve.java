package dev.mr.shuffle;

import java.io.IOException;

/** Whoever has memory of the attempt to give back: it is told before something else of the attempt, such as a long record, takes it. */
@FunctionalInterface
interface Reserve {
    /** For a holder of records that nobody shares its memory with. */
    Reserve NONE = bytes -> {};

    /** What takes less needs no room made for it. */
    int SMALL_BYTES = 1 << 20;

    /** From here on so many bytes of the memory are taken; replaces what was said before. */
    void take(long bytes) throws IOException, TaskException;
}
