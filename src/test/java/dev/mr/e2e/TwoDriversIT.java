package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** More than one driver for one directory. */
class TwoDriversIT {
    private static final int STARTS = 10;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void a_second_driver_is_refused_by_the_pid_of_the_first_which_goes_on() throws Exception {
        TestJob job = new TestJob(processes, room, 4, 2).over(29, 100_000);
        Program first = job.start().awaitSaying("listening on");

        for (Program second : List.of(job.start(), job.resume(), job.start("--force"))) {
            second.endsWith(5);
            assertThat(second.errorLines("mr-driver"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("driven by pid " + first.pid() + " on ")
                    .contains("mr-driver resume");
        }

        Program worker = job.worker();
        first.endsWith(0);
        worker.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }

    @Test
    void an_idle_driver_whose_lock_file_was_deleted_ends_when_another_takes_over() throws Exception {
        TestJob job = new TestJob(processes, room, 4, 2).over(30, 100_000);
        Program first = job.start().awaitSaying("listening on");
        Files.delete(job.dir().resolve(".mr/driver.lock"));

        Program second = job.resume().awaitSaying("listening on");

        first.endsWith(5);
        assertThat(first.errorLines("mr-driver"))
                .hasSize(1)
                .first()
                .asString()
                .contains("epoch 1 of ", "is over: epoch 2 began, driven by process " + second.pid());
        Program worker = job.worker();
        second.endsWith(0);
        worker.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }

    @Test
    void of_ten_starts_at_once_exactly_one_drives() throws Exception {
        TestJob job = new TestJob(processes, room, 4, 2).over(31, 100_000);
        List<Program> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(job.start());
        }

        Timing.await("nine give up")
                .until(() -> starts.stream().filter(Program::isAlive).count() <= 1);
        List<Program> drivers = starts.stream().filter(Program::isAlive).toList();
        assertThat(drivers).hasSize(1);
        starts.stream().filter(start -> !drivers.contains(start)).forEach(loser -> {
            loser.endsWith(5);
            assertThat(loser.errorLines("mr-driver")).hasSize(1);
        });

        Program worker = job.worker();
        drivers.get(0).endsWith(0);
        worker.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().count("job")).isEqualTo(1);
    }
}
