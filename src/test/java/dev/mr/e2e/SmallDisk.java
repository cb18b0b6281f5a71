package dev.mr.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A disk that is really full: a small tmpfs, which only root may mount. */
final class SmallDisk {
    private SmallDisk() {}

    /** Of 16 MiB. What the system has against it, empty when it is mounted. */
    static String mount(Path disk) throws IOException, InterruptedException {
        return mount(disk, "exec");
    }

    /** Likewise, with another option of the system's. */
    static String mount(Path disk, String option) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=16m," + option, "tmpfs", disk.toString());
    }

    /** If it is mounted. */
    static void unmount(Path disk) throws IOException, InterruptedException {
        run("umount", "-l", disk.toString());
    }

    /** Writes a file until the disk is full; what was said then. */
    static String fill(Path ballast) throws IOException, InterruptedException {
        return run("dd", "if=/dev/zero", "of=" + ballast, "bs=4k");
    }

    /** What the command complained about, empty when it succeeded. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? "" : said + " (exit code " + process.exitValue() + ")";
    }
}
