package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static dev.mr.e2e.MisbehavingJob.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job's own code that throws, hangs, prints, eats all memory or ends its process. */
@Tag("long")
class MisbehavingJobsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** What a line can make the job do, and how the failure is told. */
    enum Fault {
        THROW("USER", "attempt 2 failed: map function failed on input ", "IllegalStateException: cannot read this"),
        STACK("USER", "attempt 2 failed: map function failed on input ", "java.lang.StackOverflowError"),
        HEAP("USER", "attempt 2 failed: map function failed on input ", "java.lang.OutOfMemoryError: Java heap space"),
        PRINT("USER", "attempt 2 failed: map function failed on input ", "printed two gigabytes"),
        SLEEP("USER", "attempt 2 failed: no progress for 1 s (--task-timeout), last at input ", ""),
        SPIN("USER", "attempt 2 failed: no progress for 1 s (--task-timeout), last at input ", ""),
        EXIT(
                "WORKER_LOST",
                " lost 2 workers, the last by: the job's code ended the worker process with System.exit, last at input ",
                ""),
        HALT("WORKER_LOST", " lost 2 workers, the last by: ", "it was last at input ");

        private final String kind;
        private final String story;
        private final String cause;

        Fault(String kind, String story, String cause) {
            this.kind = kind;
            this.story = story;
            this.cause = cause;
        }

        byte[] text() {
            return lines("a line of " + this, "!" + this, "and another");
        }

        int offset() {
            return ("a line of " + this + "\n").length();
        }
    }

    private TestJob job(int maps, String... options) {
        return new TestJob(processes, room, maps, 1, MisbehavingJob.arguments(room, options));
    }

    @Test
    void whatever_the_code_does_on_first_attempts_costs_those_alone_and_every_line_counts_once() throws Exception {
        TestJob job = job(Fault.values().length + 1, "--task-timeout", "1s");
        for (Fault fault : Fault.values()) {
            job.over(fault.text());
        }
        job.over(lines("!REDUCE", "the last", "and another"));

        Program driver = job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, line -> true));
        assertThat(MisbehavingJob.counter(job, "lines")).isEqualTo("" + 3 * (Fault.values().length + 1));
        assertThat(MisbehavingJob.counter(job, "keys")).isEqualTo("" + (2 * Fault.values().length + 3));
        List<Fault> faults = List.of(Fault.values());
        for (int map = 0; map < faults.size(); map++) {
            assertThat(job.record()
                            .rows("SELECT attempt, kind FROM attempt WHERE state <> 'WON' AND task = 'map-" + map
                                    + "'"))
                    .as("%s", faults.get(map))
                    .containsExactly("1 " + faults.get(map).kind);
        }
        assertThat(job.record().rows("SELECT attempt, kind FROM attempt WHERE state <> 'WON' AND task = 'reduce-0'"))
                .containsExactly("1 USER");
        assertThat(driver.err()).hasSizeLessThan(10_000);
        assertThat(Files.size(job.dir().resolve(".mr/logs/m-" + faults.indexOf(Fault.PRINT) + ".1.log")))
                .isLessThan(1_200_000);
    }

    /** The others take longer, and are told as one of these is. */
    @ParameterizedTest
    @EnumSource(names = {"THROW", "HEAP", "SLEEP", "EXIT", "HALT"})
    void what_always_fails_ends_the_job_with_one_line_that_says_what_where_and_which_log(Fault fault) throws Exception {
        TestJob job = job(
                        2,
                        "--set=until=99",
                        "--task-timeout=1s",
                        "--max-attempts=2",
                        "--max-worker-losses=2",
                        "--lease=10s",
                        "--heartbeat=100ms")
                .over(lines("a healthy line"))
                .over(fault.text());

        Program driver = job.start("--local-workers", "1").endsWith(1);

        String where = job.inputs().get(1) + " at offset " + fault.offset();
        assertThat(driver.errorLines("mr-driver")).hasSize(1);
        String line = driver.errorLines("mr-driver").get(0);
        assertThat(line)
                .startsWith("mr-driver: map-1 ")
                .contains(fault.story, fault.cause, where, "mr-driver resume --dir " + job.dir() + " --retry-failed");
        if (fault != Fault.HALT) {
            Path log = job.dir().resolve(".mr/logs/m-1.2.log");
            assertThat(line).contains(" at Misbehavior.", "(Misbehavior.java:", "; log: " + log);
            assertThat(log).isNotEmptyFile();
        }
        assertThat(job.record().rows("SELECT state FROM task ORDER BY task"))
                .containsExactly("COMMITTED", "FAILED", "PENDING");
        assertThat(job.record().count("attempt WHERE task = 'map-1' AND kind = '" + fault.kind + "'"))
                .isEqualTo(2);
        assertThat(job.dir().resolve("out")).doesNotExist();
    }

    @Test
    void a_key_that_cannot_be_reduced_is_named_with_its_partition_and_log() throws Exception {
        TestJob job = job(1, "--set=until=99", "--max-attempts=1").over(lines("!REDUCE\té this", "good"));

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.errorLines("mr-driver"))
                .singleElement()
                .asString()
                .startsWith(
                        "mr-driver: reduce-0 attempt 1 failed: reduce function failed on the key"
                                + " \"!REDUCE\\x09\\xc3\\xa9 this\": java.lang.IllegalStateException: cannot reduce this at Count.")
                .contains("; log: " + job.dir().resolve(".mr/logs/r-0.1.log") + " (1 of 1 attempts spent");
    }

    @Test
    void code_that_survives_a_full_heap_is_killed_with_its_worker() throws Exception {
        TestJob job = job(1, "--heartbeat=100ms").over(lines("good", "!SWALLOW"));

        Program driver = job.start("--local-workers", "1").endsWith(0);

        assertThat(driver.err()).contains("map-0 attempt 1 on worker 1 (local-1) lost: ");
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, line -> true));
    }

    @Test
    void a_stuck_task_whose_lease_ended_is_interrupted_and_its_slot_works_on() throws Exception {
        TestJob job = job(1, "--lease=1s", "--heartbeat=100ms").over(lines("one", "!SLEEP"));
        Program driver = job.start();
        Program sleeper = job.worker("--id", "sleeper");
        job.await(1, "attempt WHERE state = 'LIVE'");
        sleeper.signal("STOP");
        job.await(1, "attempt WHERE kind = 'LEASE_EXPIRED'");

        sleeper.signal("CONT");

        driver.endsWith(0);
        sleeper.endsWith(0);
        assertThat(sleeper.err())
                .contains("map-0 attempt 1 revoked: its lease ended")
                .doesNotContain("does not stop", "attempt 1 failed");
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, line -> true));
    }
}
