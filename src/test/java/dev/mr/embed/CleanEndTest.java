package dev.mr.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mr.api.Mapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves of itself in the program: nothing. */
class CleanEndTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path temporary;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private volatile boolean released;

    @BeforeEach
    void an_input() throws IOException {
        input = Files.writeString(folder.resolve("in.txt"), "a\nb\nc\n");
        temporary = Files.createDirectories(folder.resolve("tmp"));
    }

    private MapReduce mapping(Mapper mapper) {
        return MapReduce.job(plan -> plan.map(mapper))
                .inputs(input)
                .workers(2)
                .temporaryIn(temporary)
                .onWarning(line -> {});
    }

    /** Those that began after the test did. */
    private List<String> ownThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system"))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .toList();
    }

    private void assertNothingIsLeft() {
        assertThat(ownThreads()).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void threads_end_with_the_run_and_files_with_the_result() {
        try (MapReduce.Result result = mapping((line, out) -> out.emit(line)).run()) {
            assertThat(ownThreads()).isEmpty();
            assertThat(temporary).isNotEmptyDirectory();
            assertThat(result).hasSize(3);
        }
        assertNothingIsLeft();
    }

    @Test
    void properties_streams_and_handlers_are_the_program_s() {
        var properties = (java.util.Properties) System.getProperties().clone();
        var handler = Thread.getDefaultUncaughtExceptionHandler();
        mapping((line, out) -> out.emit(line)).run().close();
        assertThat(System.getProperties()).isEqualTo(properties);
        assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
    }

    @Test
    void a_job_that_fails_leaves_nothing() {
        MapReduce job = mapping((line, out) -> {
            throw new IllegalStateException("always");
        });
        MapReduceException failed = catchThrowableOfType(MapReduceException.class, job::run);
        assertThat(failed.reason()).isEqualTo(MapReduceException.Reason.JOB_FAILED);
        assertNothingIsLeft();
    }

    @Test
    void a_job_that_is_cancelled_leaves_nothing_though_it_waits_for_ever() throws InterruptedException {
        MapReduce.Handle handle = mapping((line, out) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .start();
        begun.await();
        handle.cancel();
        MapReduceException cancelled = catchThrowableOfType(MapReduceException.class, handle::await);
        assertThat(cancelled.reason()).isEqualTo(MapReduceException.Reason.CANCELLED);
        assertThat(cancelled).hasMessage("the job was cancelled; nothing of it is kept");
        assertNothingIsLeft();
    }

    @Test
    void a_job_may_be_cancelled_while_its_keys_are_sampled() throws InterruptedException {
        MapReduce job = MapReduce.job(plan -> plan.map((line, out) -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                        })
                        .partitionByRange())
                .inputs(input)
                .directory(temporary.resolve("job"));
        MapReduce.Handle handle = job.start();
        begun.await();
        handle.cancel();
        MapReduceException cancelled = catchThrowableOfType(MapReduceException.class, handle::await);
        assertThat(cancelled.reason()).isEqualTo(MapReduceException.Reason.CANCELLED);
        assertNothingIsLeft();
    }

    @Test
    void a_handle_that_is_closed_takes_its_job_with_it() throws InterruptedException {
        try (MapReduce.Handle handle = mapping((line, out) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .start()) {
            begun.await();
            assertThat(handle.isDone()).isFalse();
        }
        assertNothingIsLeft();
    }

    @Test
    void a_job_may_be_cancelled_before_it_begins() {
        try (MapReduce.Handle handle = mapping((line, out) -> out.emit(line)).start()) {
            handle.cancel();
        }
        assertNothingIsLeft();
    }

    @Test
    void interrupting_the_thread_that_runs_a_job_cancels_it() throws Exception {
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        CompletableFuture<MapReduceException> thrown = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                mapping((line, out) -> {
                            begun.countDown();
                            new CountDownLatch(1).await();
                        })
                        .run();
            } catch (MapReduceException cancelled) {
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
                thrown.complete(cancelled);
            }
        });
        runner.start();
        begun.await();
        runner.interrupt();
        assertThat(thrown.get().reason()).isEqualTo(MapReduceException.Reason.CANCELLED);
        assertThat(stillInterrupted.get()).isTrue();
        runner.join();
        assertNothingIsLeft();
    }

    @Test
    void code_that_cannot_be_ended_is_told_of() throws InterruptedException {
        MapReduce.Handle handle = mapping((line, out) -> deafTo(begun)).start();
        begun.await();
        handle.cancel();
        MapReduceException cancelled = catchThrowableOfType(MapReduceException.class, handle::await);
        assertThat(cancelled)
                .hasMessageContaining("the job's code did not end when interrupted: mr-worker-")
                .hasMessageContaining(CleanEndTest.class.getName());
        released = true;
        await().until(() -> ownThreads().isEmpty());
        assertNothingIsLeft();
    }

    private void deafTo(CountDownLatch signal) {
        signal.countDown();
        while (!released) {
            Thread.onSpinWait();
        }
    }
}
