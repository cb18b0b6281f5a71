package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is alive, as far as anyone knows, and gets nowhere. */
@Tag("long")
class BackupIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void what_a_slow_worker_is_at_is_tried_elsewhere_long_before_its_lease_ends() throws Exception {
        TestJob job = new TestJob(processes, room, 6, 2, "--lease=10m").over(61, 1 << 20);
        Program driver = job.start();
        Program sleeper = job.slowWorker("--id", "sleeper");
        job.await(1, "attempt WHERE state = 'LIVE'");
        sleeper.signal("STOP");
        String held = job.record()
                .rows("SELECT task FROM attempt WHERE state = 'LIVE'")
                .get(0);
        Program other = job.worker("--id", "other");

        driver.endsWith(0);
        sleeper.signal("CONT");
        sleeper.endsWith(0);
        other.endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().rows("SELECT task, attempt, text FROM event WHERE what = 'backup'"))
                .singleElement()
                .asString()
                .startsWith(held + " 2 backup of " + held + " attempt 1, which runs for 1");
        assertThat(job.record().rows("SELECT attempt, state, kind FROM attempt WHERE task = '" + held + "'"))
                .containsExactlyInAnyOrder("1 LOST SUPERSEDED", "2 WON null");
        assertThat(job.record().count("task WHERE user_failures > 0 OR worker_losses > 0"))
                .as("tasks that paid for it")
                .isZero();
    }
}
