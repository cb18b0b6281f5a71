package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person may do to a job between its start and its end, and after it. */
class InterruptedJobIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_driver_told_to_stop_says_how_to_go_on_and_that_works(String signal, int exitCode) throws Exception {
        TestJob job = new TestJob(processes, room, 8, 2).over(73, 1 << 20);
        Program driver = job.startSlowly("--local-workers", "1");
        job.awaitCommits(1);

        driver.signal(signal);

        driver.endsWith(exitCode);
        assertThat(driver.err()).contains("go on with: mr-driver resume --dir " + job.dir());
        var noted = job.record().commits();
        job.resumeToTheEnd();
        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
    }

    @Test
    void an_unfinished_job_is_resumed_not_started_and_a_finished_one_only_replaced_by_force() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(79, 50_000);
        Program driver = job.start().awaitSaying("listening on");
        driver.kill();
        for (String more : List.of("--json", "--force")) {
            assertThat(job.start(more).endsWith(2).errorLines("mr-driver"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("is not finished (RUNNING); use resume: mr-driver resume --dir " + job.dir());
        }
        job.resumeToTheEnd();

        Map<Path, FileTime> before = times(job.dir());
        Program resumed = job.resume().endsWith(0);
        assertThat(resumed.err()).contains("is finished already (SUCCEEDED); nothing was run");
        Program started = job.start().endsWith(2);
        assertThat(started.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains("is finished (SUCCEEDED)")
                .contains("--force");
        assertThat(times(job.dir())).as("when each file was written").isEqualTo(before);

        job.start("--force", "--local-workers", "1").endsWith(0);
        assertThatJob(job).succeeded().producesTheReferenceOutput().leavesOnlyItsResults();
        assertThat(job.record().rows("SELECT state FROM job ORDER BY job")).containsExactly("REPLACED", "SUCCEEDED");
    }

    /** When each file was written; folders too, but for the driver's own, in which SQLite opens its log. */
    private static Map<Path, FileTime> times(Path dir) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.filter(path -> !path.endsWith(".mr")).toList()) {
                times.put(path, Files.getLastModifiedTime(path));
            }
        }
        return times;
    }

    @Test
    void an_input_that_changed_while_no_driver_lived_is_named() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(83, 50_000).over(89, 50_000);
        job.start().awaitSaying("listening on").kill();
        Path changed = job.inputs().get(1);
        Files.writeString(changed, "more", StandardOpenOption.APPEND);

        Program resumed = job.resume("--local-workers", "1").endsWith(6);

        assertThat(resumed.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains("input " + changed + " has changed since the job started");
        assertThat(job.dir().resolve("out")).doesNotExist();
    }
}
