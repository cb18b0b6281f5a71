package dev.mr.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mr.cli.HaltPoint;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Jobs whose disk loses its power: {@code mr.proof.cuts=300} times at random instants, and once at every failpoint of the driver, on
 * each kind of file system; {@code mr.proof.disk=ext4}, {@code xfs} or {@code all}; {@code mr.proof.seed}.
 */
class PowerCutsProof {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    @ParameterizedTest
    @EnumSource
    void no_power_cut_loses_what_was_committed(LoopDisk.Kind kind) throws Exception {
        String disks = System.getProperty("mr.proof.disk", "all").toUpperCase(Locale.ROOT);
        assumeTrue(disks.equals("ALL") || disks.equals(kind.name()), "not asked for");
        String refusal = LoopDisk.refusal(kind, place);
        if (!refusal.isEmpty()) {
            System.out.println("SKIPPED, no power is cut: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        long seed = Long.getLong("mr.proof.seed", System.nanoTime());
        System.out.println("-Dmr.proof.seed=" + seed);
        try (CutCampaign campaign = new CutCampaign(processes, kind, place.resolve("cuts"), seed)) {
            for (HaltPoint point :
                    EnumSet.complementOf(EnumSet.of(HaltPoint.BEFORE_THE_CLAIM, HaltPoint.AFTER_THE_CLAIM))) {
                campaign.cutAt(point);
            }
            System.out.println("that were the failpoints");
            int cuts = Integer.getInteger("mr.proof.cuts", 300);
            for (int cut = 0; cut < cuts; cut++) {
                if (cut % 20 == 0) {
                    campaign.cutAfterTheEnd();
                }
                campaign.cutAtRandom();
            }
            campaign.assertNothingLost();
        }
    }
}
