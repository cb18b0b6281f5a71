package dev.mr.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system that does what another does; a test overrides where it wants trouble. */
public class ForwardingFileSystem implements FileSystem {
    private final FileSystem to;

    public ForwardingFileSystem(FileSystem to) {
        this.to = to;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        to.createDirectory(directory);
    }

    @Override
    public void ensureDirectories(Path directory) throws IOException {
        to.ensureDirectories(directory);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        to.write(file, content);
    }

    @Override
    public void write(Path file, byte[] content, Path temporary) throws IOException {
        to.write(file, content, temporary);
    }

    @Override
    public void writeDurably(Path file, byte[] content) throws IOException {
        to.writeDurably(file, content);
    }

    @Override
    public void writePrivately(Path file, byte[] content) throws IOException {
        to.writePrivately(file, content);
    }

    @Override
    public byte[] read(Path file) throws IOException {
        return to.read(file);
    }

    @Override
    public void rename(Path from, Path target) throws IOException {
        to.rename(from, target);
    }

    @Override
    public void link(Path existing, Path second) throws IOException {
        to.link(existing, second);
    }

    @Override
    public void fsync(Path fileOrDirectory) throws IOException {
        to.fsync(fileOrDirectory);
    }

    @Override
    public void deleteTree(Path root) throws IOException {
        to.deleteTree(root);
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        return to.list(directory);
    }

    @Override
    public void visit(Path directory, Visitor visitor) throws IOException {
        to.visit(directory, visitor);
    }

    @Override
    public Optional<FileFacts> facts(Path path) throws IOException {
        return to.facts(path);
    }

    @Override
    public boolean isReadable(Path path) {
        return to.isReadable(path);
    }

    @Override
    public Checksum checksum(Path file) throws IOException {
        return to.checksum(file);
    }

    @Override
    public Space space(Path path) throws IOException {
        return to.space(path);
    }
}
