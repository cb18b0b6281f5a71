package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand stories of drivers, workers, streams, disks and clocks that fail, each from its seed: {@link Promises} are kept after every
 * step. {@code -Dmr.proof.seed=S -Dmr.proof.seeds=1} lives the story of seed S alone; {@link SimulationProof} lives others.
 */
class SimulationTest {
    private static final int SQLITE_EVERY = 50;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    @Test
    void every_promise_is_kept_whatever_happens() throws IOException {
        long first = Long.getLong("mr.proof.seed", 1);
        long count = Long.getLong("mr.proof.seeds", 10_000);
        Seeds.Findings findings = new Seeds(first, count, SQLITE_EVERY).run();
        System.out.println("simulation from seed " + first + ": " + findings);
        assertThat(findings.failure())
                .as("replay it: mvn surefire:test -Dtest=SimulationTest -Dmr.proof.seed=SEED -Dmr.proof.seeds=1")
                .isNull();
        assertThat(findings.seeds()).isEqualTo(count);
        assertThat(findings.disturbances()).isGreaterThan(findings.seeds());
        assertThat(findings.failed()).isGreaterThan(count / 20 - 1);
    }

    @Test
    void the_same_seed_is_the_same_story_wherever_its_database_lies() {
        Seeds seeds = new Seeds(0, 0, SQLITE_EVERY);
        for (long seed = 1; seed <= 300; seed++) {
            Simulation.Outcome first = seeds.simulate(seed, folder, 0);
            assertThat(seeds.simulate(seed, elsewhere, 0)).isEqualTo(first);
        }
    }
}
