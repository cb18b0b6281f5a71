package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers and workers killed before every system call by which they change the job directory. {@code mr.proof.process=driver},
 * {@code worker} or {@code all}; {@code mr.proof.call=rename} takes these calls alone; {@code mr.proof.every=K} takes each K-th
 * point; {@code mr.proof.seed}; {@code mr.proof.lanes}.
 */
class CrashPointsProof {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    @Test
    void whoever_is_killed_before_any_call_the_job_ends_as_if_nothing_had_happened() throws Exception {
        String refusal = CallTrace.refusal();
        if (!refusal.isEmpty()) {
            System.out.println("SKIPPED, no process is killed before its calls: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        String process = System.getProperty("mr.proof.process", "all").toUpperCase(Locale.ROOT);
        String call = System.getProperty("mr.proof.call", "");
        int every = Integer.getInteger("mr.proof.every", 1);
        long seed = Long.getLong("mr.proof.seed", System.nanoTime());
        System.out.println("-Dmr.proof.seed=" + seed);
        CrashCampaign campaign = new CrashCampaign(processes, place, seed);
        List<KillPoint> points = campaign.trace().stream()
                .filter(point ->
                        process.equals("ALL") || process.equals(point.victim().name()))
                .filter(point -> call.isEmpty() || call.equals(point.call()))
                .toList();
        List<KillPoint> chosen = IntStream.range(0, points.size())
                .filter(i -> i % every == 0)
                .mapToObj(points::get)
                .toList();
        System.out.println("traced " + points.size() + " points, of which " + chosen.size() + " are tried");

        campaign.killAtEach(chosen);
        System.out.println("traced, but not met again: " + campaign.unmet());
        if (every == 1) {
            campaign.killBeyond(points);
        }

        System.out.println(campaign.figures());
        assertThat(campaign.failures()).isEmpty();
    }
}
