package dev.mr.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The file system of this machine. */
public final class LocalFileSystem implements FileSystem {
    private static final int CHECKSUM_BUFFER_BYTES = 1 << 18;
    private static final FileAttribute<?>[] ANYONE = {};
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };

    @Override
    public void createDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
    }

    @Override
    public void ensureDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            ensureDirectories(parent);
        }
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(directory)) {
                throw raced;
            }
        }
        if (parent != null) {
            fsync(parent);
        }
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        replace(file, content, false, ANYONE);
    }

    @Override
    public void write(Path file, byte[] content, Path temporary) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            writeAll(channel, content);
            channel.truncate(content.length);
        }
        rename(temporary, file);
    }

    @Override
    public void writeDurably(Path file, byte[] content) throws IOException {
        replace(file, content, true, ANYONE);
        fsync(parentOf(file));
    }

    @Override
    public void writePrivately(Path file, byte[] content) throws IOException {
        replace(file, content, true, OWNER_ONLY);
        fsync(parentOf(file));
    }

    private void replace(Path file, byte[] content, boolean durably, FileAttribute<?>[] attributes) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                attributes)) {
            writeAll(channel, content);
            if (durably) {
                channel.force(true);
            }
        }
        rename(temporary, file);
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException acrossFileSystems) {
            throw acrossFileSystems;
        } catch (IOException reported) {
            // A network file system may report a failure of a rename that has happened.
            if (Files.exists(from, LinkOption.NOFOLLOW_LINKS) || !Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                throw reported;
            }
        }
    }

    @Override
    public void link(Path existing, Path second) throws IOException {
        try {
            Files.createLink(second, existing);
        } catch (UnsupportedOperationException | FileSystemException refused) {
            if (Files.exists(second, LinkOption.NOFOLLOW_LINKS) || !Files.exists(existing)) {
                throw refused instanceof IOException io ? io : new IOException(second.toString(), refused);
            }
            Files.copy(existing, second);
            fsync(second);
        }
    }

    @Override
    public void fsync(Path fileOrDirectory) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void deleteTree(Path root) throws IOException {
        try {
            Files.deleteIfExists(root);
        } catch (DirectoryNotEmptyException tree) {
            deleteEach(root);
        }
    }

    private static void deleteEach(Path root) throws IOException {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException nothingThere) {
            return;
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (NoSuchFileException nothingThere) {
            return List.of();
        } catch (UncheckedIOException whileListing) {
            throw whileListing.getCause();
        }
    }

    @Override
    public void visit(Path directory, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                visitor.see(entry);
            }
        } catch (NoSuchFileException nothingThere) {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw nothingThere;
            }
        } catch (DirectoryIteratorException whileListing) {
            throw whileListing.getCause();
        }
    }

    @Override
    public Optional<FileFacts> facts(Path path) throws IOException {
        try {
            BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
            FileFacts.Kind kind = basic.isRegularFile()
                    ? FileFacts.Kind.FILE
                    : basic.isDirectory() ? FileFacts.Kind.DIRECTORY : FileFacts.Kind.OTHER;
            return Optional.of(
                    new FileFacts(kind, basic.size(), basic.lastModifiedTime().to(TimeUnit.NANOSECONDS), inode(path)));
        } catch (NoSuchFileException nothingThere) {
            return Optional.empty();
        }
    }

    @Override
    public boolean isReadable(Path path) {
        return Files.isReadable(path);
    }

    private static long inode(Path path) throws IOException {
        try {
            return Files.getAttribute(path, "unix:ino") instanceof Number number ? number.longValue() : 0;
        } catch (UnsupportedOperationException noSuchView) {
            return 0;
        }
    }

    @Override
    public Checksum checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        long bytes = 0;
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHECKSUM_BUFFER_BYTES);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer) >= 0) {
                bytes += buffer.flip().remaining();
                crc.update(buffer);
                buffer.clear();
            }
        }
        return new Checksum(bytes, (int) crc.getValue());
    }

    @Override
    public Space space(Path path) throws IOException {
        FileStore store = Files.getFileStore(path);
        return new Space(store.getUsableSpace(), store.getTotalSpace(), store.type());
    }

    private static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }
}
