package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskWatchTest {
    private final TaskWatch watch = new TaskWatch(Duration.ofSeconds(3), Duration.ofSeconds(1));

    @Test
    void a_task_is_stuck_after_as_many_looks_without_progress_as_its_timeout_has_room_for() {
        assertThat(watch.isStuck(0)).isFalse();
        assertThat(watch.isStuck(0)).isFalse();
        assertThat(watch.isStuck(0)).isFalse();
        assertThat(watch.isStuck(0)).isTrue();
    }

    @Test
    void any_progress_begins_the_count_anew() {
        for (int marks = 0; marks < 100; marks++) {
            assertThat(watch.isStuck(marks)).isFalse();
            assertThat(watch.isStuck(marks)).isFalse();
        }
    }
}
