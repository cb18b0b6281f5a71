package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A short soak, as a user runs it, whose first trials are small ones that begin with kills. */
class SelftestIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private Program selftest(Path dir, String minutes) {
        return processes.start(
                room,
                "mr-driver",
                Map.of(),
                List.of("selftest", "--chaos", "--minutes", minutes, "--seed", "28168", "--dir", dir.toString()));
    }

    @Test
    void half_a_minute_of_chaos_makes_no_difference() {
        Path dir = room.resolve("soak");

        Program selftest = selftest(dir, "0.5").endsWith(0);

        List<String> lines = selftest.out().lines().toList();
        assertThat(lines.get(0)).contains("selftest with seed 28168, 0.5 minutes, ", "jobs at a time, in " + dir);
        assertThat(lines.get(lines.size() - 1))
                .startsWith("selftest: no difference: ")
                .endsWith("0 differences, 0 hangs, 0 leaked files, 0 leaked processes, seed 28168")
                .doesNotContain(" 0 driver kills", " 0 worker kills");
        assertThat(lines).anyMatch(line -> line.contains("-service: begins: "));
        assertThat(selftest.err()).isEmpty();
        assertThat(dir).doesNotExist();
    }

    @Test
    void one_that_is_told_to_stop_leaves_nothing() {
        Path dir = room.resolve("soak");
        Program selftest = selftest(dir, "5");
        Timing.await("a driver is killed").until(() -> selftest.out().contains("driver kill of "));

        selftest.signal("INT");

        selftest.endsWith(130);
        assertThat(selftest.out()).contains("selftest: stopped; ");
        assertThat(dir).doesNotExist();
    }

    @Test
    void on_a_disk_that_is_nearly_full_nothing_is_shown_and_nothing_left() throws Exception {
        Path disk = Files.createDirectory(room.resolve("disk"));
        String refusal = SmallDisk.mount(disk);
        assumeTrue(refusal.isEmpty(), "SKIPPED, a tmpfs cannot be mounted here: " + refusal);
        try {
            Path dir = disk.resolve("soak");

            Program selftest = selftest(dir, "5").endsWith(4);

            assertThat(selftest.out().lines().reduce("", (before, line) -> line))
                    .startsWith("selftest: no difference: 0 jobs, ");
            assertThat(selftest.err())
                    .isEqualTo("mr-driver: the disk of " + dir
                            + " has 16 MiB left, expected 64 or more; free space, or choose another --dir\n");
            assertThat(dir).doesNotExist();
        } finally {
            SmallDisk.unmount(disk);
        }
    }
}
