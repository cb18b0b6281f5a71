package dev.mr.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mr.api.Mapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program learns of a job that fails. */
class FailedRunTest {
    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void an_input() throws IOException {
        input = Files.writeString(folder.resolve("in.txt"), "a\nbb\nccc\n");
    }

    private static MapReduceException failure(MapReduce job) {
        return catchThrowableOfType(
                MapReduceException.class, () -> job.onWarning(line -> {}).run().close());
    }

    private MapReduce mapping(Mapper mapper) {
        return MapReduce.job(plan -> plan.map(mapper)).inputs(input).mapTasks(1);
    }

    @Test
    void it_has_the_task_the_attempt_the_record_and_the_stack() {
        MapReduceException failed = failure(mapping((line, out) -> {
                    if (line.text().equals("bb")) {
                        throw new IllegalStateException("no bees");
                    }
                    out.emit(line);
                })
                .maxAttempts(2));
        assertThat(failed.reason()).isEqualTo(MapReduceException.Reason.JOB_FAILED);
        assertThat(failed.task()).contains("map-0");
        assertThat(failed.attempt()).hasValue(2);
        assertThat(failed.input()).contains(input.toString());
        assertThat(failed.inputOffset()).hasValue(2);
        assertThat(failed).cause().isInstanceOf(IllegalStateException.class).hasMessage("no bees");
        assertThat(failed.stack())
                .contains("IllegalStateException: no bees", "at " + getClass().getName());
        assertThat(failed)
                .hasMessageContaining("map-0 failed on attempt 2, 2 of 2 spent: map function failed on input " + input
                        + " at offset 2 (2 bytes): java.lang.IllegalStateException: no bees")
                .hasMessageNotContaining("mr-driver");
    }

    @Test
    void a_reduce_function_that_fails_names_its_key() {
        MapReduceException failed = failure(MapReduce.job(plan -> plan.map((line, out) -> out.emit(line, line))
                        .reduce((key, values, out) -> {
                            throw new IOException("no " + key.text());
                        }))
                .inputs(input)
                .reduceTasks(1)
                .maxAttempts(1));
        assertThat(failed.task()).contains("reduce-0");
        assertThat(failed.attempt()).hasValue(1);
        assertThat(failed.input()).isEmpty();
        assertThat(failed.inputOffset()).isEmpty();
        assertThat(failed).hasMessageContaining("no a").cause().isInstanceOf(IOException.class);
    }

    @Test
    void errors_of_the_job_s_code_are_its_failures_and_the_program_lives() {
        MapReduceException overflow = failure(mapping((line, out) -> out.emit(endless(0))));
        assertThat(overflow).cause().isInstanceOf(StackOverflowError.class);
        assertThat(overflow.attempt()).hasValue(4);
        MapReduceException memory = failure(mapping((line, out) -> {
            throw new OutOfMemoryError("made up");
        }));
        assertThat(memory.reason()).isEqualTo(MapReduceException.Reason.JOB_FAILED);
        assertThat(memory).cause().isInstanceOf(OutOfMemoryError.class);
        assertThat(memory.task()).contains("map-0");
        assertThat(failure(mapping((line, out) -> {
                            throw new UnspeakableError();
                        })
                        .maxAttempts(1)))
                .hasMessageContaining("UnspeakableError");
    }

    private static String endless(int depth) {
        return depth < 0 ? "" : endless(depth + 1) + depth;
    }

    /** Cannot even be asked what it is. */
    private static final class UnspeakableError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new AssertionError("do not ask");
        }
    }

    @Test
    void an_error_that_passes_costs_one_attempt() {
        AtomicInteger thrown = new AtomicInteger();
        try (MapReduce.Result result = mapping((line, out) -> {
                    if (thrown.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("made up");
                    }
                    out.emit(line);
                })
                .onWarning(line -> {
                    throw new IllegalStateException("nor does a listener that fails end the run");
                })
                .run()) {
            assertThat(result).hasSize(3);
        }
    }

    @Test
    void a_task_without_progress_is_a_failure_with_the_stack_of_its_thread() {
        MapReduceException failed = failure(mapping((line, out) -> new CountDownLatch(1).await())
                .taskTimeout(Duration.ofSeconds(1))
                .maxAttempts(1));
        assertThat(failed).hasMessageContaining("no progress for 1 s");
        assertThat(failed.task()).contains("map-0");
        assertThat(failed.stack()).contains("CountDownLatch.await", getClass().getName());
    }

    @Test
    void an_input_that_changes_meanwhile_is_not_blamed_on_the_code() {
        MapReduceException failed = failure(mapping((line, out) -> {
            Files.writeString(input, "something else");
            throw new IllegalStateException("confused");
        }));
        assertThat(failed.reason()).isEqualTo(MapReduceException.Reason.INPUT_CHANGED);
        assertThat(failed)
                .hasMessageContaining("input " + input + " has changed since the job started")
                .hasMessageNotContaining("mr-driver");
    }

    @Test
    void a_file_where_the_directory_should_be_made_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        MapReduceException failed =
                failure(mapping((line, out) -> out.emit(line)).directory(file.resolve("below")));
        assertThat(failed.reason()).isEqualTo(MapReduceException.Reason.ENVIRONMENT);
        assertThat(failed).hasMessageContaining(file.toString());
    }
}
