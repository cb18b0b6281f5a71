package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.store.JobStore.JobEntry;
import dev.mr.task.JobState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PausesTest {
    private static final JobEntry JOB = new JobEntry(7, "job-7", "jobs/job-7", JobState.RUNNING, "", 3, 2);

    private final Deque<Runnable> fileWork = new ArrayDeque<>();
    private final Pauses pauses = new Pauses(fileWork::add);

    private boolean isNextAfter(long millis) {
        return pauses.next(Duration.ofMillis(millis).toNanos(), job -> true).isPresent();
    }

    @Test
    void a_job_is_tried_again_after_a_second_and_then_after_twice_as_long_each_time() {
        long before = 0;
        for (long seconds : new long[] {1, 2, 4, 8, 16, 30, 30}) {
            pauses.add(JOB, before, 0);
            Objects.requireNonNull(fileWork.poll()).run();
            assertThat(isNextAfter(0)).isFalse();
            assertThat(isNextAfter(seconds * 1_000 - 1)).isFalse();
            Pauses.Pause over = pauses.next(Duration.ofSeconds(seconds).toNanos(), job -> true)
                    .orElseThrow();
            assertThat(over.entry()).isEqualTo(JOB);
            before = over.nanos();
        }
    }

    @Test
    void it_is_not_before_a_turn_has_heard_all_that_its_file_work_had_to_say() {
        pauses.add(JOB, 0, 0);
        assertThat(isNextAfter(60_000)).as("its file work goes on").isFalse();
        Objects.requireNonNull(fileWork.poll()).run();
        assertThat(isNextAfter(60_000)).as("this turn began before it was over").isFalse();
        assertThat(isNextAfter(60_000)).isTrue();
        assertThat(pauses.find(7)).isNull();
    }

    @Test
    void it_stays_in_line_while_it_may_not_run() {
        pauses.add(JOB, 0, 0);
        Objects.requireNonNull(fileWork.poll()).run();
        isNextAfter(0);
        assertThat(pauses.next(Long.MAX_VALUE, job -> false)).isEmpty();
        assertThat(pauses.find(7)).isEqualTo(JOB);
        pauses.remove(7);
        assertThat(isNextAfter(60_000)).isFalse();
    }
}
