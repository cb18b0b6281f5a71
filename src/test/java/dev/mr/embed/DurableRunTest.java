package dev.mr.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.embed.MapReduceException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory in which a job outlives its runs. */
class DurableRunTest {
    @TempDir
    private Path folder;

    private Path input;
    private Path directory;
    private final Set<Integer> mapped = Collections.synchronizedSet(new TreeSet<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile boolean open;
    private volatile boolean broken;

    @BeforeEach
    void an_input() throws IOException {
        input = Files.writeString(folder.resolve("in.txt"), "a\nb\nc\nd\n");
        directory = folder.resolve("job");
    }

    /** Four map tasks of a line each, of which the last two wait at the gate. */
    private MapReduce job() {
        return MapReduce.job(this::plan)
                .inputs(input)
                .mapTasks(4)
                .reduceTasks(2)
                .directory(directory);
    }

    private void plan(Plan plan) {
        plan.map(this::map).sum();
    }

    private void map(Slice line, Output out) throws InterruptedException {
        if (out.task().id() >= 2 && !open) {
            gate.await();
        }
        if (broken) {
            throw new IllegalStateException("broken");
        }
        mapped.add(out.task().id());
        out.emit(line, 1);
    }

    private MapReduceException failure(MapReduce job) {
        return catchThrowableOfType(
                MapReduceException.class, () -> job.onWarning(line -> {}).run().close());
    }

    private void cancelInTheMiddle() {
        MapReduce.Handle handle = job().workers(1).start();
        await().until(() -> handle.progress().mapTasksDone() == 2);
        assertThat(handle.isDone()).isFalse();
        handle.cancel();
        MapReduceException cancelled = catchThrowableOfType(MapReduceException.class, handle::await);
        assertThat(cancelled.reason()).isEqualTo(Reason.CANCELLED);
        assertThat(cancelled).hasMessageContaining(directory + " is kept");
        assertThat(handle.isDone()).isTrue();
        handle.close();
        assertThat(mapped).containsExactly(0, 1);
        mapped.clear();
    }

    @Test
    void a_run_that_was_cancelled_goes_on_where_it_was() {
        cancelInTheMiddle();
        open = true;
        try (MapReduce.Result result = job().workers(2).run()) {
            assertThat(result).hasSize(4);
        }
        assertThat(mapped).containsExactly(2, 3);
    }

    @Test
    void what_has_succeeded_is_not_run_again() {
        open = true;
        job().run().close();
        mapped.clear();
        try (MapReduce.Result result = job().run()) {
            assertThat(result).hasSize(4);
            assertThat(result.counters()).containsEntry("map.input.records", 4L);
        }
        assertThat(mapped).isEmpty();
    }

    @Test
    void another_job_is_refused_with_every_difference() throws IOException {
        cancelInTheMiddle();
        MapReduceException refused =
                failure(job().mapTasks(3).maxAttempts(7).set("version", "2").textOutput());
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused)
                .hasMessageContaining("mapTasks 3 (stored: 4)")
                .hasMessageContaining("maxAttempts 7 (stored: 4)")
                .hasMessageContaining("outputFormat text (stored: records)")
                .hasMessageContaining("set \"version\" 2 (stored: none)")
                .hasMessageNotContaining("--");
        Path other = Files.writeString(folder.resolve("other.txt"), "x\ny\n");
        assertThat(failure(MapReduce.job(this::plan)
                        .inputs(other)
                        .mapTasks(4)
                        .reduceTasks(2)
                        .directory(directory)))
                .hasMessageContaining("inputs " + other + " (stored: " + input + ")");
        assertThat(mapped).isEmpty();
    }

    @Test
    void results_of_inputs_that_have_changed_since_are_not_passed_off_as_theirs() throws IOException {
        open = true;
        job().run().close();
        Files.writeString(input, "a\nb\nc\nd\ne\n");
        MapReduceException refused = failure(job());
        assertThat(refused.reason()).isEqualTo(Reason.INPUT_CHANGED);
        try (MapReduce.Result result = job().replaceFinished().run()) {
            assertThat(result).hasSize(5);
        }
    }

    @Test
    void replacing_what_is_finished_leaves_alone_what_is_not() {
        cancelInTheMiddle();
        open = true;
        try (MapReduce.Result result = job().replaceFinished().run()) {
            assertThat(result).hasSize(4);
        }
        assertThat(mapped).containsExactly(2, 3);
        try (MapReduce.Result result = job().reduceTasks(1).replaceFinished().run()) {
            assertThat(result).hasSize(4);
        }
        assertThat(mapped).containsExactly(0, 1, 2, 3);
        assertThat(directory.resolve("out")).isDirectoryNotContaining("glob:**out-1");
    }

    @Test
    void a_job_that_failed_stays_so_until_it_is_retried() {
        open = true;
        broken = true;
        MapReduceException first = failure(job().maxAttempts(1));
        assertThat(first).hasMessageContaining("run it again with retryFailed()");
        broken = false;
        MapReduceException again = failure(job().maxAttempts(1));
        assertThat(again.reason()).isEqualTo(Reason.JOB_FAILED);
        assertThat(again).hasMessageContaining("failed before, nothing was run").hasNoCause();
        assertThat(again.task()).isEqualTo(first.task());
        assertThat(again.attempt()).isEqualTo(first.attempt());
        assertThat(again.input()).isEqualTo(first.input());
        assertThat(again.inputOffset()).isEqualTo(first.inputOffset());
        try (MapReduce.Result result = job().maxAttempts(1).retryFailed().run()) {
            assertThat(result).hasSize(4);
        }
    }

    @Test
    void a_directory_has_one_run_at_a_time() throws Exception {
        try (MapReduce.Handle first = job().start()) {
            await().until(() -> first.progress().mapTasksDone() == 2);
            MapReduceException refused = failure(job());
            assertThat(refused.reason()).isEqualTo(Reason.DIRECTORY_IN_USE);
            assertThat(refused)
                    .hasMessageContaining(directory + " is driven by pid ")
                    .hasMessageNotContaining("mr-driver");
            open = true;
            gate.countDown();
            assertThat(first.await()).hasSize(4);
        }
    }

    @Test
    void files_of_others_are_left_alone() throws IOException {
        Files.createDirectories(directory.resolve("out"));
        Files.writeString(directory.resolve("out/mine.txt"), "mine");
        MapReduceException refused = failure(job());
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining("move them away or choose another directory");
        assertThat(directory.resolve("out/mine.txt")).hasContent("mine");
    }
}
