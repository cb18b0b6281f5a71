package dev.mr.driver;

import dev.mr.files.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The simulated disk as one process sees it. Each operation is made of the steps that {@code LocalFileSystem} makes it of; before each
 * step its process may die, or be told of a failure.
 */
final class SimulatedFiles implements FileSystem {
    private final SimulatedDisk disk;
    private final Peril peril;

    /** What may happen to a process instead of its next step. */
    interface Peril {
        /**
         * About to take this step.
         *
         * @throws IOException the step fails instead
         * @throws Crash the process dies instead
         */
        void before(String operation, Path path) throws IOException;
    }

    SimulatedFiles(SimulatedDisk disk, Peril peril) {
        this.disk = disk;
        this.peril = peril;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        peril.before("mkdir", directory);
        disk.makeDirectory(directory);
    }

    @Override
    public void ensureDirectories(Path directory) throws IOException {
        if (disk.find(directory) != null) {
            return;
        }
        Path parent = Objects.requireNonNull(directory.getParent());
        ensureDirectories(parent);
        createDirectory(directory);
        fsync(parent);
    }

    /** Writes a new file the plain way, as those are written that are big. */
    void writeNew(Path file, byte[] content) throws IOException {
        peril.before("write", file);
        disk.makeFile(file, content);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        write(file, content, file.resolveSibling("." + file.getFileName() + ".tmp"));
    }

    @Override
    public void write(Path file, byte[] content, Path temporary) throws IOException {
        writeNew(temporary, content);
        rename(temporary, file);
    }

    @Override
    public void writeDurably(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        writeNew(temporary, content);
        fsync(temporary);
        rename(temporary, file);
        fsync(Objects.requireNonNull(file.getParent()));
    }

    @Override
    public void writePrivately(Path file, byte[] content) throws IOException {
        writeDurably(file, content);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return disk.get(file).content.clone();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        peril.before("rename", to);
        disk.rename(from, to);
    }

    @Override
    public void link(Path existing, Path second) throws IOException {
        peril.before("link", second);
        disk.link(existing, second);
    }

    @Override
    public void fsync(Path fileOrDirectory) throws IOException {
        peril.before("fsync", fileOrDirectory);
        disk.sync(fileOrDirectory);
    }

    @Override
    public void deleteTree(Path tree) throws IOException {
        for (Path entry : list(tree)) {
            deleteTree(entry);
        }
        if (disk.find(tree) != null) {
            peril.before("unlink", tree);
            disk.unlink(tree);
        }
    }

    @Override
    public List<Path> list(Path directory) {
        SimulatedDisk.Node node = disk.find(directory);
        return node == null
                ? List.of()
                : node.entries.keySet().stream().map(directory::resolve).toList();
    }

    @Override
    public void visit(Path directory, Visitor visitor) throws IOException {
        for (Path entry : list(directory)) {
            visitor.see(entry);
        }
    }

    @Override
    public Optional<FileFacts> facts(Path path) {
        return Optional.ofNullable(disk.find(path))
                .map(node -> new FileFacts(
                        node.isDirectory ? FileFacts.Kind.DIRECTORY : FileFacts.Kind.FILE,
                        node.content.length,
                        0,
                        node.inode));
    }

    @Override
    public boolean isReadable(Path path) {
        return disk.find(path) != null;
    }

    @Override
    public Checksum checksum(Path file) throws IOException {
        byte[] content = disk.get(file).content;
        return new Checksum(content.length, crc32c(content));
    }

    static int crc32c(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return (int) crc.getValue();
    }

    @Override
    public Space space(Path path) {
        return new Space(disk.freeBytes(), Long.MAX_VALUE / 2, "simulated");
    }
}
