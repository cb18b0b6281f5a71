package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.TaskId;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutletTest {
    private static final AttemptId FIRST = new AttemptId(TaskId.map(0), 1, 1);
    private static final AttemptId SECOND = new AttemptId(TaskId.map(1), 1, 2);
    private static final WorkerMessage SUCCEEDED = new WorkerMessage.Succeeded(FIRST, 7);
    private static final WorkerMessage FAILED = new WorkerMessage.Failed(SECOND, FailureKind.USER, "no", "");

    private final Outlet outlet = new Outlet(2);
    private final List<WorkerMessage> said = new ArrayList<>();
    private final List<WorkerMessage> next = new ArrayList<>();

    private static WorkerMessage ready(int credits) {
        return new WorkerMessage.Ready(credits);
    }

    @Test
    void a_first_stream_hears_of_all_slots() {
        outlet.attach(said::add);
        assertThat(said).containsExactly(ready(2));
    }

    @Test
    void reports_that_nobody_answered_are_told_again_on_the_next_stream_and_in_order() {
        outlet.attach(said::add);
        outlet.report(SUCCEEDED);
        outlet.report(FAILED);
        assertThat(said).containsExactly(ready(2), SUCCEEDED, FAILED);
        assertThat(outlet.unheard()).containsExactly(FIRST, SECOND);
        outlet.detach();
        outlet.attach(next::add);
        assertThat(next).containsExactly(SUCCEEDED, FAILED, ready(2));
    }

    @Test
    void an_answer_or_the_acknowledgement_of_a_later_heartbeat_is_enough() {
        outlet.attach(said::add);
        outlet.beat(List.of());
        outlet.report(SUCCEEDED);
        outlet.report(FAILED);
        outlet.beat(List.of());
        outlet.heard(new DriverMessage.HeartbeatAck(1));
        outlet.heard(new DriverMessage.Committed(FIRST));
        assertThat(outlet.unheard()).containsExactly(SECOND);
        outlet.heard(new DriverMessage.HeartbeatAck(2));
        assertThat(outlet.unheard()).isEmpty();
    }

    @Test
    void a_report_that_is_kept_is_told_once_on_a_stream_whoever_is_faster() {
        outlet.keep(SUCCEEDED);
        outlet.attach(said::add);
        outlet.send(SUCCEEDED);
        assertThat(said).containsExactly(SUCCEEDED, ready(2));
        outlet.heard(new DriverMessage.Committed(FIRST));
        outlet.send(SUCCEEDED);
        assertThat(said).hasSize(2);
    }

    @Test
    void a_slot_is_free_on_the_next_stream_when_its_task_has_ended_or_was_given_up() {
        outlet.attach(said::add);
        outlet.assigned();
        outlet.assigned();
        outlet.assigned();
        outlet.detach();
        outlet.dropped(1);
        outlet.attach(next::add);
        assertThat(next).as("both slots are taken").isEmpty();
        outlet.detach();
        outlet.send(ready(1));
        outlet.attach(next::add);
        assertThat(next).containsExactly(ready(1));
    }

    @Test
    void without_a_stream_nothing_is_said() {
        outlet.send(ready(1));
        outlet.beat(List.of());
        outlet.report(SUCCEEDED);
        assertThat(outlet.unheard()).containsExactly(FIRST);
    }
}
