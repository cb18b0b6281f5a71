package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A million stories that nobody has seen, or as many as {@code mr.proof.seeds} says, from {@code mr.proof.seed} on. */
class SimulationProof {
    private static final long AT_A_TIME = 10_000;
    private static final int SQLITE_EVERY = 50;

    @Test
    void every_promise_is_kept_in_a_million_stories() throws IOException {
        long first = Long.getLong("mr.proof.seed", System.nanoTime() >>> 8);
        long count = Long.getLong("mr.proof.seeds", 1_000_000);
        long done = 0;
        long disturbances = 0;
        long failed = 0;
        while (done < count) {
            long now = Math.min(AT_A_TIME, count - done);
            Seeds.Findings findings = new Seeds(first + done, now, SQLITE_EVERY).run();
            System.out.println("from seed " + (first + done) + ": " + findings);
            assertThat(findings.failure()).isNull();
            assertThat(findings.seeds()).isEqualTo(now);
            done += findings.seeds();
            disturbances += findings.disturbances();
            failed += findings.failed();
        }
        System.out.println(done + " seeds from " + first + ", " + disturbances + " disturbances, " + failed
                + " jobs that had to fail, 0 violations");
    }
}
