package dev.mr.chunk;

import dev.mr.files.FileSystem.FileFacts;
import java.nio.file.Path;

/**
 * One input file as it was found.
 *
 * @param newlineBefore whether a newline is inserted before its first byte, because it would otherwise join the input before
 */
record Input(Path path, FileFacts facts, boolean newlineBefore) {
    /** Its share of the output. */
    long bytes() {
        return facts.bytes() + (newlineBefore ? 1 : 0);
    }

    Input afterNewline() {
        return new Input(path, facts, true);
    }
}
