package dev.mr.store;

import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library, loaded once a process. Where {@code org.sqlite.lib.path} does not name one it is unpacked into a
 * directory of its own, which is gone again when it is loaded, so that no process, however it ends, leaves one behind.
 */
final class NativeLibrary {
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";
    private static final String TEMPORARY = "org.sqlite.tmpdir";
    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Sees to it that the library is loaded.
     *
     * @throws MrException when it cannot be
     */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            if (System.getProperty(LIBRARY_PATH) == null) {
                unpackAndLoad();
            } else {
                SQLiteJDBCLoader.initialize();
            }
        } catch (Exception | LinkageError unusable) {
            throw SqliteErrors.noNativeLibrary(unusable);
        }
        loaded = true;
    }

    private static void unpackAndLoad() throws Exception {
        @Nullable String given = System.getProperty(TEMPORARY);
        Path folder = given == null
                ? Files.createTempDirectory("mr-sqlite-")
                : Files.createTempDirectory(Path.of(given), "mr-sqlite-");
        System.setProperty(TEMPORARY, folder.toString());
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            if (given == null) {
                System.clearProperty(TEMPORARY);
            } else {
                System.setProperty(TEMPORARY, given);
            }
            delete(folder);
        }
    }

    /** A system that does not let go of a loaded library keeps it until the process ends. */
    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException held) {
            folder.toFile().deleteOnExit();
        }
    }
}
