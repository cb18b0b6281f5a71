package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldReportsTest {
    private static final int MANY = 100;

    private final List<WorkerMessage> sent = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final HeldReports reports = new HeldReports(sent::add, timers::add);

    private static List<WorkerMessage> success(int map) {
        return List.of(new WorkerMessage.Succeeded(attempt(map), 7), new WorkerMessage.Ready(1));
    }

    private static AttemptId attempt(int map) {
        return new AttemptId(TaskId.map(map), 1, map);
    }

    @Test
    void successes_travel_together_while_tasks_enough_wait() {
        for (int map = 0; map < HeldReports.MOST - 1; map++) {
            reports.tell(success(map), MANY);
            assertThat(sent).isEmpty();
        }
        reports.tell(success(HeldReports.MOST - 1), MANY);
        assertThat(sent).hasSize(2 * HeldReports.MOST).startsWith(new WorkerMessage.Succeeded(attempt(0), 7));
    }

    @Test
    void nothing_waits_when_the_worker_is_about_to_run_out_of_tasks() {
        reports.tell(success(0), MANY);
        reports.tell(success(1), HeldReports.ENOUGH - 1);
        assertThat(sent).hasSize(4);
    }

    @Test
    void a_failure_is_told_at_once_and_after_what_happened_before() {
        reports.tell(success(0), MANY);
        WorkerMessage failed = new WorkerMessage.Failed(attempt(1), FailureKind.USER, "line", "stack");
        reports.tell(List.of(failed), MANY);
        assertThat(sent).hasSize(3).endsWith(failed);
    }

    @Test
    void nothing_waits_longer_than_its_time() {
        reports.tell(success(0), MANY);
        reports.tell(success(1), MANY);
        assertThat(timers).hasSize(1);
        timers.get(0).run();
        assertThat(sent).hasSize(4);
        reports.tell(success(2), MANY);
        assertThat(timers).hasSize(2);
    }
}
