package dev.mr.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk that can really be filled: a small tmpfs, which only root may mount. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK = 1 << 16;

    private final Path folder;
    private boolean mounted;

    /** {@code folder} is there and empty. */
    SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** What the system has against it, empty when it is mounted. */
    String mount() throws IOException, InterruptedException {
        String refusal = run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", folder.toString());
        mounted = refusal.isEmpty();
        return refusal;
    }

    boolean isMounted() {
        return mounted;
    }

    /** Writes a file until nothing more fits, not one byte. */
    void fill() throws IOException {
        try (FileChannel channel =
                FileChannel.open(ballast(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int block = BLOCK;
            while (block > 0) {
                try {
                    int unused = channel.write(ByteBuffer.allocate(block));
                } catch (IOException full) {
                    block /= 16;
                }
            }
        }
    }

    /** Deletes that file, if there is one. */
    void free() throws IOException {
        Files.deleteIfExists(ballast());
    }

    boolean isFull() {
        return Files.exists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mounted) {
            mounted = false;
            String refusal = run("umount", "-l", folder.toString());
            if (!refusal.isEmpty()) {
                throw new IOException(folder + " cannot be unmounted: " + refusal);
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException absent) {
            return "there is no " + command[0];
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : said.isEmpty() ? command[0] + " failed" : said;
    }
}
