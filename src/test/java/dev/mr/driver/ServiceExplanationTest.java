package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import dev.mr.store.SampleJob;
import dev.mr.store.SqliteStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceExplanationTest {
    @TempDir
    private Path folder;

    private final FileSystem files = new LocalFileSystem();
    private JobDirectory directory;

    @BeforeEach
    void make_a_root() throws Exception {
        directory = JobDirectory.at(folder);
        files.ensureDirectories(directory.own());
    }

    @Test
    void each_task_of_each_unfinished_job_is_told_in_order_and_nothing_of_those_that_have_ended() throws Exception {
        new ServiceRoot(directory, files).own();
        try (JobStore store = SqliteStore.openOrCreate(directory.database(), files, "database")) {
            long epoch = store.claim(new JobStore.DriverIdentity(1, "alpha", ""), 0);
            for (String job : List.of("one", "two", "three")) {
                store.accept(
                        epoch,
                        SampleJob.job(job, 3, 2),
                        new JobStore.Acceptance("request-" + job, ServiceRoot.folder(job)),
                        0);
            }
            store.commitAll(
                    epoch,
                    0,
                    JobChange.of(2, List.of(new Change.JobMoved(JobState.PENDING, JobState.CANCELLED, "cancelled"))));
        }
        List<ServiceExplanation.Job> jobs = new ServiceExplanation(directory, files).jobs();
        assertThat(jobs).extracting(ServiceExplanation.Job::job).containsExactly("one", "three");
        assertThat(jobs)
                .allSatisfy(job -> assertThat(job.lines())
                        .extracting(line -> line.task().toString())
                        .containsExactly("map-0", "map-1", "map-2", "reduce-0", "reduce-1"));
        assertThat(jobs.get(0).lines()).allMatch(line -> line.action().runs());
    }

    @Test
    void a_service_that_runs_is_not_explained() throws Exception {
        new ServiceRoot(directory, files).own();
        try (DriverLock held = DriverLock.take(directory, files)) {
            assertThatThrownBy(() -> new ServiceExplanation(directory, files).jobs())
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.OTHER_DRIVER));
        }
    }

    @Test
    void a_directory_without_a_service_is_refused() {
        assertThatThrownBy(() -> new ServiceExplanation(directory, files).jobs())
                .isInstanceOfSatisfying(
                        MrException.class,
                        refused -> assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE));
    }
}
