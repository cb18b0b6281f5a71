package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.ForwardingFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Files of a driver that may die before each change it makes, and in the middle of those that are not atomic. */
final class MortalFiles extends ForwardingFileSystem {
    private final Steps steps;

    MortalFiles(FileSystem to, Steps steps) {
        super(to);
        this.steps = steps;
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        steps.next("mkdir " + directory.getFileName());
        super.createDirectory(directory);
    }

    @Override
    public void ensureDirectories(Path directory) throws IOException {
        steps.next("ensure " + directory.getFileName());
        super.ensureDirectories(directory);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        steps.next("write " + file.getFileName(), () -> writeHalf(file, content));
        super.write(file, content);
    }

    @Override
    public void writeDurably(Path file, byte[] content) throws IOException {
        steps.next("write " + file.getFileName(), () -> writeHalf(file, content));
        super.writeDurably(file, content);
    }

    @Override
    public void rename(Path from, Path target) throws IOException {
        steps.next("rename " + from.getFileName() + " to " + target.getFileName());
        super.rename(from, target);
    }

    @Override
    public void link(Path existing, Path second) throws IOException {
        steps.next("link " + second.getFileName());
        super.link(existing, second);
    }

    @Override
    public void fsync(Path fileOrDirectory) throws IOException {
        steps.next("fsync " + fileOrDirectory.getFileName());
        super.fsync(fileOrDirectory);
    }

    @Override
    public void deleteTree(Path root) throws IOException {
        steps.next("delete " + root.getFileName(), () -> deleteOne(root));
        super.deleteTree(root);
    }

    private static void writeHalf(Path file, byte[] content) {
        try {
            Files.write(
                    file.resolveSibling("." + file.getFileName() + ".tmp"), Arrays.copyOf(content, content.length / 2));
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private void deleteOne(Path root) {
        try {
            List<Path> entries = Files.isDirectory(root) ? list(root) : List.of();
            if (!entries.isEmpty()) {
                super.deleteTree(entries.get(0));
            }
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}
