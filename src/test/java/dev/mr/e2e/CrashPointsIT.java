package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Drivers and workers killed before some of the system calls by which they change the job directory; a proof takes all. */
class CrashPointsIT {
    private static final int EVERY = 75;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path place;

    @Test
    void whoever_is_killed_before_a_call_the_job_ends_as_if_nothing_had_happened() throws Exception {
        String refusal = CallTrace.refusal();
        if (!refusal.isEmpty()) {
            System.out.println("SKIPPED, no process is killed before its calls: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        CrashCampaign campaign = new CrashCampaign(processes, place, seed);
        List<KillPoint> points = campaign.trace();
        int first = Math.floorMod(seed, EVERY);

        campaign.killAtEach(IntStream.range(0, points.size())
                .filter(i -> i % EVERY == first)
                .mapToObj(points::get)
                .toList());

        System.out.println(campaign.figures());
        assertThat(campaign.failures()).isEmpty();
        assertThat(campaign.fired()).as("points that were met").isPositive();
    }
}
