package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Step FIRST = new Step(Mischief.KILL_DRIVER, Duration.ofNanos(50), 1);
    private static final Step SECOND = new Step(Mischief.KILL_WORKER, Duration.ZERO, 2);

    private final Schedule schedule = new Schedule(List.of(FIRST, SECOND), 1_000);

    @Test
    void the_delay_of_a_step_begins_when_what_it_is_done_to_is_there() {
        assertThat(schedule.due(1_100, step -> false)).isEmpty();
        assertThat(schedule.due(1_200, step -> true)).isEmpty();
        assertThat(schedule.due(1_249, step -> false)).isEmpty();
        assertThat(schedule.due(1_250, step -> false)).contains(FIRST);
    }

    @Test
    void a_step_stays_the_next_until_it_is_done() {
        assertThat(schedule.due(1_000, step -> true)).isEmpty();
        assertThat(schedule.due(1_050, step -> true)).contains(FIRST);
        assertThat(schedule.due(1_051, step -> true)).contains(FIRST);
        schedule.done(1_052);
        assertThat(schedule.progress()).isEqualTo(0.5);
        assertThat(schedule.due(1_052, step -> true)).contains(SECOND);
        schedule.done(1_053);
        assertThat(schedule.due(1_054, step -> true)).isEmpty();
        assertThat(schedule.progress()).isEqualTo(1);
    }

    @Test
    void a_step_that_cannot_be_done_for_long_is_left_out() {
        long later = Duration.ofSeconds(20).toNanos();
        assertThat(schedule.due(later, step -> false)).isEmpty();
        assertThat(schedule.due(later + 1, step -> step.equals(SECOND))).contains(SECOND);
    }

    @Test
    void nothing_is_due_when_it_was_cleared() {
        schedule.clear();
        assertThat(schedule.due(1_100, step -> true)).isEmpty();
    }
}
