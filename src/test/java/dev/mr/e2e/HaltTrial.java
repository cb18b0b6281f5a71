package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.cli.HaltingDriver;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A job whose driver dies at one failpoint, and whose resume may die at another, before it is brought to its end. */
final class HaltTrial {
    private final TestJob job;
    private final Set<String> noted = new LinkedHashSet<>();

    /** In a room of its own, with inputs. */
    HaltTrial(TestJob job) {
        this.job = job;
    }

    /** Whether the resume met its point; the first always meets its own. */
    boolean dieAt(HaltPoint first, Optional<HaltPoint> second) throws IOException {
        Program worker = job.worker("--reconnect-for", "60s");
        job.startClass(HaltingDriver.class.getName(), "start", first.name()).endsWith(137);
        assertThat(job.record().rows("SELECT state FROM job"))
                .containsExactly(first.state().name());
        noted.addAll(job.record().commits());
        boolean met = second.isPresent() && resumeDies(second.get());
        // A finished job leaves it nothing to do; without a driver it waits.
        job.resumeToTheEnd();
        assertThatJob(job).endedWellWith(noted);
        assertThat(worker.exitCode()).as(worker.describe()).isIn(0, 9);
        return met;
    }

    /** It may have come to its end before its point, where less is left to do than the point is about. */
    private boolean resumeDies(HaltPoint point) {
        Program resumed = job.startClass(HaltingDriver.class.getName(), "resume", point.name());
        int code = resumed.exitCode();
        assertThat(code).as(resumed.describe()).isIn(0, 137);
        noted.addAll(job.record().commits());
        return code == 137;
    }
}
