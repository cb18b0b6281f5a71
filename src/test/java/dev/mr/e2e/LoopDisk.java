package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.PowerCut;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file system of its own in a file, whose power can be cut: what it has not yet written to the file is lost then, as when
 * a machine loses its power. Only root may mount it.
 */
final class LoopDisk implements AutoCloseable {
    /** File systems that know how to lose power. */
    enum Kind {
        /** Commits its journal by itself so seldom that only what is fsynced counts. */
        EXT4("64M", "mkfs.ext4 -q -F", "loop,commit=300"),
        XFS("320M", "mkfs.xfs -q -f", "loop");

        private final String size;
        private final String make;
        private final String options;

        Kind(String size, String make, String options) {
            this.size = size;
            this.make = make;
            this.options = options;
        }
    }

    private static final Set<LoopDisk> MOUNTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(LoopDisk::leaveNone));
    }

    private final Kind kind;
    private final Path image;
    private final Path root;

    private LoopDisk(Kind kind, Path image, Path root) {
        this.kind = kind;
        this.image = image;
        this.root = root;
    }

    /** Why there is none of this kind here; empty when there is. */
    static String refusal(Kind kind, Path place) throws IOException {
        try (LoopDisk disk = mount(kind, place.resolve("try-" + kind))) {
            disk.cut();
            run(List.of("unshare", "-m", "true"));
            return "";
        } catch (AssertionError | IOException refused) {
            return kind + " cannot be made, mounted and cut here: " + refused.getMessage();
        }
    }

    /** Made in this place, which must not be there. */
    static LoopDisk mount(Kind kind, Path place) throws IOException {
        Path root = Files.createDirectories(place.resolve("disk"));
        LoopDisk disk = new LoopDisk(kind, place.resolve("image"), root);
        run(List.of("truncate", "-s", kind.size, disk.image.toString()));
        List<String> make = new ArrayList<>(List.of(kind.make.split(" ", -1)));
        make.add(disk.image.toString());
        run(make);
        disk.mount();
        MOUNTED.add(disk);
        return disk;
    }

    private void mount() throws IOException {
        run(List.of(
                "mount",
                "-t",
                kind.name().toLowerCase(Locale.ROOT),
                "-o",
                kind.options,
                image.toString(),
                root.toString()));
    }

    Path root() {
        return root;
    }

    /** From now on nothing is written, and everything that needs the disk fails. */
    void cut() throws IOException {
        PowerCut.of(root);
    }

    /** From now on nothing is written, and what is there can be read: as after an error of the disk. Of ext4 alone. */
    void becomeReadOnly() throws IOException {
        run(List.of("mount", "-o", "remount,abort", root.toString()));
    }

    /** As when the machine is back: mounts it again, which replays its journal. Nobody uses it any more. */
    void comeBack() throws IOException {
        Timing.await("the disk is let go").ignoreExceptions().until(() -> {
            run(List.of("umount", root.toString()));
            return true;
        });
        // A mount namespace that another run has made meanwhile has a copy; with it the old file system would stay, and
        // be dead.
        Timing.await("nobody has the disk any more")
                .ignoreExceptions()
                .until(() -> run(List.of("losetup", "-j", image.toString())).isEmpty());
        mount();
    }

    /** For a test run that is ended from outside. */
    private static void leaveNone() {
        for (LoopDisk disk : MOUNTED) {
            try {
                disk.close();
            } catch (IOException | AssertionError stays) {
                System.err.println(disk.root + " stays mounted: " + stays.getMessage());
            }
        }
    }

    /** What it said. */
    private static String run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            assertThat(process.waitFor())
                    .as("%s: %s", String.join(" ", command), said)
                    .isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return said;
    }

    /** Lets go of the mount even while somebody uses it; the loop device goes with the last user. */
    @Override
    public void close() throws IOException {
        run(List.of("umount", "-l", root.toString()));
        MOUNTED.remove(this);
        Files.delete(image);
    }
}
