package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.TaskId;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker reports of an attempt that fails: always something, and the kind that decides what it costs. */
class TaskExecutionTest {
    private static final AttemptId ATTEMPT = new AttemptId(TaskId.map(0), 1, 7);

    @TempDir
    private Path root;

    private JobDirectory directory;

    @BeforeEach
    void a_job_directory() throws IOException {
        directory = JobDirectory.at(root);
        Files.createDirectories(directory.attempts());
    }

    /** What goes wrong when the attempt makes its directory. */
    private interface Fault {
        void strike() throws IOException;
    }

    private WorkerMessage.Failed failure(String job, Fault fault) {
        return failure(job, ShuffleSpec.DEFAULT_MEMORY_BYTES, fault);
    }

    private WorkerMessage.Failed failure(String job, long memoryBytes, Fault fault) {
        JobSpec wordCount = JobSpecs.of(job, 1, 1);
        JobSpec spec = wordCount.withShuffle(wordCount.shuffle().withMemory(memoryBytes));
        return (WorkerMessage.Failed)
                task(spec, fault, (attempt, thrown) -> {}).run().orElseThrow();
    }

    private TaskExecution task(JobSpec spec, Fault fault, FailureListener failures) {
        return new TaskExecution(
                new DriverMessage.Assign(ATTEMPT, "", spec, new Work.MapWork(List.of())),
                directory,
                new ForwardingFileSystem(new LocalFileSystem()) {
                    @Override
                    public void createDirectory(Path made) throws IOException {
                        fault.strike();
                        super.createDirectory(made);
                    }
                },
                new LoadedJobs(new LocalFileSystem()),
                failures);
    }

    /** Of one attempt that is given up while it runs, and then fails: the reports of both, if they make any. */
    private List<Optional<WorkerMessage>> reportsOfAbandoned(FailureListener failures) {
        List<TaskExecution> task = new ArrayList<>();
        List<Optional<WorkerMessage>> reports = new ArrayList<>();
        Fault fault = () -> {
            try {
                reports.add(task.get(0).abandon());
            } catch (OutOfMemoryError none) {
                reports.add(Optional.empty());
            }
            throw new IllegalStateException("too late");
        };
        task.add(task(JobSpecs.of("wordcount", 1, 1), fault, failures));
        reports.add(task.get(0).run());
        return reports;
    }

    @Test
    void an_attempt_that_was_given_up_makes_one_report() {
        List<Optional<WorkerMessage>> reports = reportsOfAbandoned((attempt, thrown) -> {});
        assertThat(((WorkerMessage.Failed) reports.get(0).orElseThrow()).message())
                .startsWith("no progress for ");
        assertThat(reports.get(1)).isEmpty();
    }

    @Test
    void an_attempt_that_cannot_be_given_up_for_want_of_memory_reports_its_own_end() {
        AtomicBoolean full = new AtomicBoolean(true);
        List<Optional<WorkerMessage>> reports = reportsOfAbandoned((attempt, thrown) -> {
            if (full.getAndSet(false)) {
                throw new OutOfMemoryError("Java heap space");
            }
        });
        assertThat(reports.get(0)).isEmpty();
        assertThat(((WorkerMessage.Failed) reports.get(1).orElseThrow()).message())
                .contains("too late");
    }

    @Test
    void an_error_of_any_class_is_reported_as_the_job_s_own() {
        for (Error error : List.of(
                new AssertionError("impossible"),
                new NoClassDefFoundError("org/example/Missing"),
                new ExceptionInInitializerError("static"),
                new StackOverflowError())) {
            WorkerMessage.Failed failed = failure("wordcount", () -> {
                throw error;
            });
            assertThat(failed.kind()).isEqualTo(FailureKind.USER);
            assertThat(failed.attempt()).isEqualTo(ATTEMPT);
            assertThat(failed.message()).contains(error.getClass().getSimpleName());
            assertThat(failed.stack()).contains("TaskExecutionTest");
        }
    }

    @Test
    void a_task_that_may_hold_more_than_the_heap_is_not_begun_and_costs_the_job_nothing() throws IOException {
        WorkerMessage.Failed failed = failure("wordcount", Long.MAX_VALUE, () -> {
            throw new AssertionError("it was begun");
        });
        assertThat(failed.kind()).isEqualTo(FailureKind.RESOURCE);
        assertThat(failed.message()).startsWith("--memory is ").contains("the heap of this worker, ");
        assertThat(directory.attempts()).isEmptyDirectory();
    }

    @Test
    void a_job_this_worker_does_not_have_is_reported_by_its_name() {
        assertThat(failure("nonsense", () -> {}).message()).contains("job \"nonsense\" is unknown");
    }

    @Test
    void a_full_disk_is_the_machine_s_and_any_other_i_o_error_is_outside_the_job() {
        assertThat(failure("wordcount", () -> {
                            throw new FileSystemException("f", null, "No space left on device");
                        })
                        .kind())
                .isEqualTo(FailureKind.RESOURCE);
        assertThat(failure("wordcount", () -> {
                            throw new IOException("Input/output error");
                        })
                        .kind())
                .isEqualTo(FailureKind.EXTERNAL);
    }
}
