package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.DriverFile;
import dev.mr.files.LocalFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers that are early, late, too many, or strangers. */
@Tag("long")
class WorkersComeAndGoIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void a_worker_may_be_there_before_its_driver_and_one_that_is_late_has_nothing_to_do() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(41, 50_000);
        Program early = job.worker().awaitSaying("waits for a driver");

        job.start().endsWith(0);
        early.endsWith(0);
        Program late = job.worker().endsWith(0);

        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(late.err()).contains("has ended (SUCCEEDED); nothing to do");
    }

    @Test
    void more_workers_than_tasks_all_end_with_the_job() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 1).over(43, 50_000);
        List<Program> crew = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            crew.add(job.worker());
        }
        Program driver = job.start();

        driver.endsWith(0);
        crew.forEach(worker -> worker.endsWith(0));
        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }

    @Test
    void a_worker_told_where_its_driver_is_needs_the_right_token() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(47, 50_000);
        Program driver = job.start().awaitSaying("listening on");
        Path token = job.dir().resolve(".mr/token");
        Path wrong = Files.writeString(room.resolve("wrong"), "0".repeat(64) + "\n");
        String address = DriverFile.read(job.dir().resolve(".mr/driver.json"), new LocalFileSystem())
                .orElseThrow()
                .address();

        Program stranger = worker(job, address, wrong).endsWith(7);
        assertThat(stranger.errorLines("mr-worker").toString()).contains("does not accept the token");
        assertThat(Files.readString(token).strip()).isNotEmpty();
        assertThat(stranger.err()).doesNotContain(Files.readString(token).strip());
        Program friend = worker(job, address, token);

        driver.endsWith(0);
        friend.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().count("worker")).isEqualTo(1);
    }

    private static Program worker(TestJob job, String address, Path token) {
        return job.workerAnywhere(Map.of(), List.of("--driver", address, "--token-file", token.toString()));
    }

    @Test
    void a_thousand_maps_by_a_hundred_reduces_balance() throws Exception {
        TestJob job = new TestJob(processes, room, 1000, 100).over(53, 300_000);

        Program driver = job.start("--local-workers", "2").endsWith(0);

        assertThatJob(job)
                .succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults()
                .neverRanACommittedTaskAgain();
        assertThat(driver.err()).contains("attempts 1100 started, 1100 won");
    }
}
