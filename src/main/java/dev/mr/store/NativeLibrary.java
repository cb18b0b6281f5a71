package dev.mr.store;

import dev.mr.task.MrException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, loaded once a process: that in {@code org.sqlite.lib.path}, or, where there is none that fits, one
 * unpacked into a directory of its own, which is gone again when it is loaded, so that no process, however it ends, leaves one
 * behind.
 *
 * <p>It is loaded here first and then named to SQLite's own loader, which would log each place that is of no use and at the end
 * not say why.
 */
final class NativeLibrary {
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";
    private static final String LIBRARY_NAME = "org.sqlite.lib.name";
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
            if (!isLoadedFromGiven()) {
                unpackAndLoad();
            }
        } catch (Exception | LinkageError unusable) {
            throw SqliteErrors.noNativeLibrary(unusable);
        }
        loaded = true;
    }

    /** One that is not for this machine, or may not be executed where it lies, is as good as none. */
    private static boolean isLoadedFromGiven() throws Exception {
        @Nullable String given = System.getProperty(LIBRARY_PATH);
        if (given == null) {
            return false;
        }
        try {
            loadFrom(Path.of(given), System.getProperty(LIBRARY_NAME, LibraryLoaderUtil.getNativeLibName()));
            return true;
        } catch (UnsatisfiedLinkError unfit) {
            return false;
        }
    }

    private static void unpackAndLoad() throws Exception {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        @Nullable String given = System.getProperty(TEMPORARY);
        Path folder = given == null
                ? Files.createTempDirectory("mr-sqlite-")
                : Files.createTempDirectory(Path.of(given), "mr-sqlite-");
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed != null) {
                Files.copy(packed, folder.resolve(name));
                loadFrom(folder, name);
            } else {
                SQLiteJDBCLoader.initialize(); // a system that SQLite has none for may have its own
            }
        } finally {
            delete(folder);
        }
    }

    /** @throws UnsatisfiedLinkError saying why it cannot be loaded */
    private static void loadFrom(Path folder, String name) throws Exception {
        // Two class loaders cannot have the same library.
        if (SQLiteJDBCLoader.class.getClassLoader() == NativeLibrary.class.getClassLoader()) {
            System.load(folder.resolve(name).toAbsolutePath().toString());
        }
        Properties before = (Properties) System.getProperties().clone();
        System.setProperty(LIBRARY_PATH, folder.toString());
        System.setProperty(LIBRARY_NAME, name);
        System.setProperty(TEMPORARY, folder.toString()); // which it lists
        try {
            SQLiteJDBCLoader.initialize();
        } finally {
            restore(before, LIBRARY_PATH, LIBRARY_NAME, TEMPORARY);
        }
    }

    private static void restore(Properties before, String... names) {
        for (String name : names) {
            @Nullable String value = before.getProperty(name);
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
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
