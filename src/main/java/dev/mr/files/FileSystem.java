package dev.mr.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file operations on which durability rests, as a port, so that a test can lose, refuse or interrupt them. An IOException
 * has the path in its message.
 */
public interface FileSystem {
    /** One mkdir: the directory must not exist, its parent must. */
    void createDirectory(Path directory) throws IOException;

    /** Makes the directory and its missing parents; each new entry is fsynced into its parent. */
    void ensureDirectories(Path directory) throws IOException;

    /** Writes the whole file under its final name, or leaves the old one: temporary file, rename. Not fsynced. */
    void write(Path file, byte[] content) throws IOException;

    /** As {@link #write}, by way of a temporary file of this name beside it, which may be there already and is used up. */
    void write(Path file, byte[] content, Path temporary) throws IOException;

    /** As {@link #write}, and on the disk when it returns: file and directory are fsynced. */
    void writeDurably(Path file, byte[] content) throws IOException;

    /** As {@link #writeDurably}, readable and writable by its owner alone from the first moment. */
    void writePrivately(Path file, byte[] content) throws IOException;

    /** The whole file, which the caller knows to be small. */
    byte[] read(Path file) throws IOException;

    /**
     * One rename(2), replacing a file of that name (or an empty directory by a directory). A rename that reports failure is
     * looked at before it is believed.
     */
    void rename(Path from, Path to) throws IOException;

    /** A second name for a file; a copy, fsynced, where the file system has no hard links. */
    void link(Path existing, Path second) throws IOException;

    /** fsync of a file or of a directory. */
    void fsync(Path fileOrDirectory) throws IOException;

    /** Deletes a file or a directory with all it holds; nothing is there afterwards. Follows no link. */
    void deleteTree(Path root) throws IOException;

    /** The entries of a directory, sorted by name; empty when there is no such directory. */
    List<Path> list(Path directory) throws IOException;

    /** Shows each entry of a directory, in no order; there may be more than fit in memory. None when there is no such directory. */
    void visit(Path directory, Visitor visitor) throws IOException;

    /** What is at this path now, links followed; empty when nothing is. */
    Optional<FileFacts> facts(Path path) throws IOException;

    /** Whether this process has the right to read what is at this path; false when nothing is. */
    boolean isReadable(Path path);

    /** Length and CRC32C of the file's bytes, read now. */
    Checksum checksum(Path file) throws IOException;

    /** Space on the file system of an existing path. */
    Space space(Path path) throws IOException;

    /** Is shown paths one after the other. */
    interface Visitor {
        void see(Path path) throws IOException;
    }

    /**
     * What can be known of a file without reading it.
     *
     * @param modifiedNanos nanoseconds since 1970
     * @param inode 0 where the file system has none
     */
    record FileFacts(Kind kind, long bytes, long modifiedNanos, long inode) {
        /** What a path leads to. */
        public enum Kind {
            FILE,
            DIRECTORY,
            OTHER
        }
    }

    /** Length and CRC32C. */
    record Checksum(long bytes, int crc32c) {}

    /** Bytes an unprivileged user may still write, bytes in all, and the file system's type such as {@code ext4}. */
    record Space(long freeBytes, long totalBytes, String type) {}
}
