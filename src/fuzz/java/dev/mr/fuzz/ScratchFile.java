package dev.mr.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file for parsers that read files: one of this process, gone with it. */
public final class ScratchFile {
    private final Path path;

    public ScratchFile() {
        try {
            path = Files.createTempFile("mr-fuzz", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        path.toFile().deleteOnExit();
    }

    /** The file, with this content. */
    public Path of(byte[] content) throws IOException {
        Files.write(path, content);
        return path;
    }

    /** The file's name, with no such file. */
    public Path none() throws IOException {
        Files.deleteIfExists(path);
        return path;
    }
}
