package dev.mr.chunk;

import dev.mr.files.FileSystem;
import dev.mr.task.ChunkManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder of chunks, which appears whole or not at all. It is built as the hidden sibling {@code .<out>.<run>.tmp}; a
 * folder it replaces is the sibling {@code .<out>.<run>.old} for a moment. What a killed run left is seen to by the next:
 * an old folder whose place is empty goes back, all else is deleted.
 */
final class OutputFolder {
    private static final String TEMPORARY = ".tmp";
    private static final String REPLACED = ".old";

    private final FileSystem files;
    private final Path path;
    private final RunId run = RunId.ofThisProcess();

    /** {@code path} is absolute and has a parent. */
    OutputFolder(FileSystem files, Path path) {
        this.files = files;
        this.path = path;
    }

    /** The folder a user means, with links resolved as far as it exists. */
    static Path resolve(Path given) throws IOException {
        return Files.exists(given) ? given.toRealPath() : given.toAbsolutePath().normalize();
    }

    /** Puts right what dead runs left. */
    void recover() throws IOException {
        List<Path> siblings = Files.isDirectory(parent()) ? files.list(parent()) : List.of();
        for (Path sibling : siblings) {
            if (isLeftOver(sibling, REPLACED)) {
                if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                    files.deleteTree(sibling);
                } else {
                    files.rename(sibling, path);
                }
            } else if (isLeftOver(sibling, TEMPORARY)) {
                files.deleteTree(sibling);
            }
        }
    }

    /** Makes the temporary folder, where the chunks go first. */
    Path begin() {
        Path temporary = sibling(TEMPORARY);
        try {
            files.ensureDirectories(parent());
            files.createDirectory(temporary);
            return temporary;
        } catch (IOException e) {
            throw Trouble.writing(path, e);
        }
    }

    /** Makes the temporary folder, now complete but for its manifest, the output. On the disk when it returns. */
    void publish(ChunkManifest manifest) {
        Path temporary = sibling(TEMPORARY);
        Path replaced = sibling(REPLACED);
        try {
            for (ChunkManifest.Chunk chunk : manifest.chunks()) {
                files.fsync(temporary.resolve(chunk.name()));
            }
            files.writeDurably(temporary.resolve(ChunkManifest.FILE_NAME), manifest.format());
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                files.rename(path, replaced);
            }
            files.rename(temporary, path);
            files.fsync(parent());
            files.deleteTree(replaced);
        } catch (IOException e) {
            throw Trouble.writing(path, e);
        }
    }

    /** After a failure: as if the run had never been. What cannot be undone now is added to the failure. */
    void abandon(Throwable failure) {
        try {
            recover();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private boolean isLeftOver(Path sibling, String suffix) {
        String prefix = "." + path.getFileName() + ".";
        String name = sibling.getFileName().toString();
        if (!name.startsWith(prefix) || !name.endsWith(suffix) || name.length() < prefix.length() + suffix.length()) {
            return false;
        }
        Optional<RunId> left = RunId.parse(name.substring(prefix.length(), name.length() - suffix.length()));
        return left.isPresent() && left.get().isDead();
    }

    private Path sibling(String suffix) {
        return path.resolveSibling("." + path.getFileName() + "." + run + suffix);
    }

    private Path parent() {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " has no parent");
        }
        return parent;
    }
}
