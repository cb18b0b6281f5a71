package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.cli.HaltingDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A driver that dies between two steps of its own: at the most telling of them. A proof takes all, and all pairs. */
@Tag("long")
class HaltPointsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @ParameterizedTest
    @EnumSource(
            value = HaltPoint.class,
            names = {
                "AFTER_THE_JOB_IS_STORED",
                "BETWEEN_THE_FILES_OF_A_PUBLISH",
                "AFTER_A_REDUCE_IS_COMMITTED",
                "BETWEEN_THE_LINKS",
                "AFTER_THE_RENAME_TO_OUT",
                "AFTER_THE_CLEAN_UP"
            })
    void a_resume_finishes_what_a_driver_left_that_died(HaltPoint point) throws Exception {
        TestJob job = new TestJob(processes, room, 3, 2).over(11, 30_000);
        Program worker = job.worker();
        job.startClass(HaltingDriver.class.getName(), "start", point.name()).endsWith(137);
        List<String> noted = job.record().commits();
        assertThat(job.record().rows("SELECT state FROM job"))
                .containsExactly(point.state().name());

        Program resumed = job.resumeToTheEnd();

        assertThatJob(job).endedWellWith(noted);
        if (point.isAfterTheEnd()) {
            assertThat(resumed.err()).contains("is finished already (SUCCEEDED)");
            assertThat(job.worker().endsWith(0).err()).contains("nothing to do");
        }
        assertThat(worker.exitCode()).as(worker.describe()).isIn(0, 9);
    }

    @ParameterizedTest
    @EnumSource(
            value = HaltPoint.class,
            names = {"AFTER_THE_CLAIM", "AFTER_A_MAP_IS_COMMITTED_BEFORE_ITS_PUBLISH", "BEFORE_SUCCEEDED"})
    void a_resume_finishes_what_a_resume_left_that_died(HaltPoint point) throws Exception {
        TestJob job = new TestJob(processes, room, 3, 2).over(12, 30_000);
        HaltPoint first = HaltPoint.AFTER_AN_ASSIGNMENT_BEFORE_IT_IS_SENT;
        Program early = job.worker();
        job.startClass(HaltingDriver.class.getName(), "start", first.name()).endsWith(137);
        early.endsWith(9);
        Program worker = job.worker();
        job.startClass(HaltingDriver.class.getName(), "resume", point.name()).endsWith(137);
        List<String> noted = job.record().commits();
        assertThat(job.record().rows("SELECT state FROM job"))
                .containsExactly(point.state().name());

        job.resumeToTheEnd();

        assertThatJob(job).endedWellWith(noted);
        assertThat(worker.exitCode()).as(worker.describe()).isIn(0, 9);
    }

    @ParameterizedTest
    @EnumSource(value = HaltPoint.class, names = "BEFORE_THE_JOB_IS_STORED")
    void a_start_that_died_before_it_stored_its_job_never_happened(HaltPoint point) throws Exception {
        TestJob job = new TestJob(processes, room, 3, 2).over(11, 30_000);
        job.startClass(HaltingDriver.class.getName(), "start", point.name()).endsWith(137);

        assertThat(job.resume().endsWith(2).err()).contains("never happened");
        job.start("--local-workers", "1").endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
    }
}
