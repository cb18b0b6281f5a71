package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpentAttemptsTest {
    private final JobDirectory directory = JobDirectory.at(Path.of("job"));
    private final List<Path> deleted = new ArrayList<>();
    private final SpentAttempts spent = new SpentAttempts(directory, deleted::add);

    private static AttemptId attempt(int map) {
        return new AttemptId(TaskId.map(map), 1, map);
    }

    private void add(int count) {
        for (int map = 0; map < count; map++) {
            spent.add(attempt(map));
        }
    }

    @Test
    void nothing_is_deleted_while_maps_are_at_work_but_what_is_too_much() {
        add(SpentAttempts.MOST);
        assertThat(spent.isFull()).isFalse();
        spent.add(attempt(SpentAttempts.MOST));
        assertThat(spent.isFull()).isTrue();
        assertThat(deleted).isEmpty();
        spent.discardSome();
        assertThat(spent.isFull()).isFalse();
        assertThat(deleted).startsWith(directory.receipt(attempt(0)), directory.attempt(attempt(0)));
    }

    @Test
    void all_are_deleted_a_few_at_a_time() {
        add(1000);
        int times = 1;
        while (spent.discardSome()) {
            times++;
        }
        assertThat(deleted).hasSize(2000).doesNotHaveDuplicates();
        assertThat(times).isBetween(10, 100);
    }

    @Test
    void at_the_end_all_are_deleted_at_once() {
        add(1000);
        spent.discardAll();
        assertThat(deleted).hasSize(2000);
        assertThat(spent.discardSome()).isFalse();
    }
}
