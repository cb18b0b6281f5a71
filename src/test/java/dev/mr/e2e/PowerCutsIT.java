package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mr.cli.HaltPoint;
import dev.mr.shuffle.RandomText;
import dev.mr.task.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs whose disk loses its power, a few times; a proof does it hundreds of times. */
class PowerCutsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path place;

    @ParameterizedTest
    @EnumSource
    void a_power_cut_loses_nothing_that_was_committed(LoopDisk.Kind kind) throws Exception {
        assumeDisk(kind);
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        try (CutCampaign campaign = new CutCampaign(processes, kind, place.resolve("cuts"), seed)) {
            campaign.cutAt(HaltPoint.AFTER_A_REDUCE_IS_COMMITTED);
            campaign.cutAtRandom();
            campaign.cutAfterTheEnd();
            campaign.assertNothingLost();
        }
    }

    @Test
    void commits_that_were_not_synced_would_be_found_lost() throws Exception {
        assumeDisk(LoopDisk.Kind.EXT4);
        try (LoopDisk disk = LoopDisk.mount(LoopDisk.Kind.EXT4, place.resolve("loop"))) {
            CutTrial trial =
                    CutTrial.whole(processes, disk, Durability.PROCESS, place).over(input());
            Path log = trial.job().stateDirectory().resolve("job.db-wal");

            trial.cutAfter(2, Duration.ZERO, lyingSyncs(log));

            assertThatThrownBy(trial::comeBack)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("map-");
        }
    }

    @Test
    void an_output_whose_place_was_not_synced_would_be_found_lost() throws Exception {
        assumeDisk(LoopDisk.Kind.EXT4);
        try (LoopDisk disk = LoopDisk.mount(LoopDisk.Kind.EXT4, place.resolve("loop"))) {
            // With the database on this disk its syncs would take the directory along.
            CutTrial trial = CutTrial.databaseElsewhere(processes, disk, Durability.PROCESS, place)
                    .over(input());

            trial.cutAfterTheEnd(lyingSyncs(trial.job().dir()));

            assertThatThrownBy(trial::comeBack)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("/out");
        }
    }

    private Path input() throws IOException {
        return Files.write(place.resolve("input.txt"), RandomText.prose(new Random(1), 60_000));
    }

    /** Every sync of this path does nothing, and says that it is done. */
    private static List<String> lyingSyncs(Path path) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "-P",
                path.toString(),
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:retval=0");
    }

    private void assumeDisk(LoopDisk.Kind kind) throws Exception {
        String refusal = LoopDisk.refusal(kind, place) + CallTrace.refusal();
        if (!refusal.isEmpty()) {
            System.out.println("SKIPPED, no power is cut: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
    }
}
