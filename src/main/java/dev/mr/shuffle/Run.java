package dev.mr.shuffle;

import java.nio.file.Path;

/**
 * Sorted records on disk, the bytes {@code [first, next)} of a file, as {@link RunFormat} says. Nothing of a run is kept in the
 * file but its records: it does not outlive the attempt that wrote it.
 */
record Run(Path path, long first, long next, int longestKey) {
    boolean isEmpty() {
        return first == next;
    }
}
