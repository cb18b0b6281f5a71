package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks and attempts by name. */
class TaskIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"map-0", "map-17", "reduce-0", "reduce-5", "map-999999999"})
    void a_task_is_read_as_it_is_written(String text) {
        assertThat(TaskId.parse(text)).hasToString(text);
        assertThat(TaskId.parse(text)).isEqualTo(TaskId.parse(text)).hasSameHashCodeAs(TaskId.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "map", "map-", "map--1", "map-1x", "map-x", "map-/", "map-:", "map-1000000000", "fold-1"})
    void anything_else_is_no_task(String text) {
        assertThatThrownBy(() -> TaskId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is not a task id such as map-17 or reduce-5");
    }

    @Test
    void a_map_and_a_reduce_of_the_same_index_are_two_tasks() {
        assertThat(TaskId.map(3)).isNotEqualTo(TaskId.reduce(3)).isNotEqualTo(TaskId.map(4));
        assertThat(TaskId.map(3).hashCode())
                .isNotEqualTo(TaskId.reduce(3).hashCode())
                .isNotEqualTo(TaskId.map(4).hashCode());
        assertThatThrownBy(() -> TaskId.map(-1)).hasMessage("task index -1 is negative");
    }

    @Test
    void maps_come_before_reduces_and_then_each_by_its_index() {
        assertThat(new TreeSet<>(List.of(TaskId.reduce(0), TaskId.map(10), TaskId.reduce(2), TaskId.map(9))))
                .containsExactly(TaskId.map(9), TaskId.map(10), TaskId.reduce(0), TaskId.reduce(2));
    }

    @Test
    void an_attempt_has_a_name_for_people_and_one_for_its_directory() {
        AttemptId attempt = new AttemptId(TaskId.map(17), 2, 0x00c0ffee00c0ffeeL);
        assertThat(attempt).hasToString("map-17 attempt 2");
        assertThat(attempt.nonceText()).isEqualTo("00c0ffee00c0ffee");
        assertThat(attempt.directoryName()).isEqualTo("m-17.2-00c0ffee00c0ffee");
        assertThat(new AttemptId(TaskId.reduce(0), 1, -1).directoryName()).isEqualTo("r-0.1-ffffffffffffffff");
    }

    @Test
    void attempts_are_the_same_if_task_number_and_nonce_are() {
        AttemptId attempt = new AttemptId(TaskId.map(1), 2, 3);
        AttemptId same = new AttemptId(TaskId.map(1), 2, 3);
        assertThat(attempt).isEqualTo(same).hasSameHashCodeAs(same);
        for (AttemptId other : List.of(
                new AttemptId(TaskId.map(2), 2, 3),
                new AttemptId(TaskId.map(1), 3, 3),
                new AttemptId(TaskId.map(1), 2, 4))) {
            assertThat(attempt).isNotEqualTo(other);
            assertThat(attempt.hashCode()).isNotEqualTo(other.hashCode());
        }
        assertThat(attempt).isNotEqualTo(TaskId.map(1));
        assertThatThrownBy(() -> new AttemptId(TaskId.map(1), 0, 3)).hasMessage("attempt number 0 is below 1");
    }
}
