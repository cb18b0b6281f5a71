package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.chaos.Verdict.Finding;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void a_good_one_says_so_and_counts_what_was_done() {
        Verdict verdict = new Verdict(
                4711,
                57,
                Map.of(
                        Mischief.KILL_DRIVER, 112L,
                        Mischief.KILL_WORKER, 1431L,
                        Mischief.PAUSE_DRIVER, 20L,
                        Mischief.PAUSE_WORKER, 40L,
                        Mischief.START_SECOND, 1L,
                        Mischief.DAMAGE_FILE, 33L,
                        Mischief.FILL_DISK, 3L),
                Map.of(),
                Optional.empty());

        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.line())
                .isEqualTo("selftest: no difference: 57 jobs, 112 driver kills, 1,431 worker kills, 60 pauses, 1 double"
                        + " start, 33 damaged files, 3 full disks, 0 differences, 0 hangs, 0 leaked files, 0 leaked"
                        + " processes, seed 4711");
    }

    @Test
    void one_that_is_not_good_counts_what_was_found_and_says_how_to_look_at_it() {
        Verdict verdict = new Verdict(
                1,
                2,
                Map.of(),
                Map.of(Finding.DIFFERENCE, 1L, Finding.LEAKED_FILE, 2L),
                Optional.of("mr-driver status --dir /tmp/x"));

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line())
                .startsWith("selftest: NOT as without faults: 2 jobs, 0 driver kills")
                .endsWith(
                        "1 difference, 0 hangs, 2 leaked files, 0 leaked processes, seed 1; look at it with: mr-driver"
                                + " status --dir /tmp/x");
    }
}
