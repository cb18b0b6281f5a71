package dev.mr.store;

import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the file of a database lies, and which file that is: SQLite goes on with one that was deleted, as if somebody could find
 * it again. It is looked at, never opened.
 */
final class FilePlace {
    private final Path file;
    private final @Nullable Object key;

    private FilePlace(Path file, @Nullable Object key) {
        this.file = file;
        this.key = key;
    }

    /** As it is now; it need not be there. */
    static FilePlace of(Path file) {
        return new FilePlace(file, key(file).orElse(null));
    }

    /** @throws MrException STATE_UNUSABLE when it is there no more, or another file is in its place */
    void require() {
        if (key != null && !Objects.equals(key(file).orElse(null), key)) {
            throw SqliteErrors.gone(file);
        }
    }

    /** What tells files from each other; empty when there is none, or the system has no such thing. */
    private static Optional<Object> key(Path file) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unknown) {
            throw SqliteErrors.unseen(file, unknown);
        }
    }
}
