package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final Event PUBLISHED = new Event.MapPublished(new AttemptId(TaskId.map(0), 1, 7));
    private static final Event CLOSED = new Event.OutputPublished();
    private static final long LONG_NANOS = 3_600_000_000_000L;

    private final Inbox inbox = new Inbox();

    @Test
    void what_is_unhurried_comes_with_the_next_event_or_when_the_time_is_over() {
        inbox.addUnhurried(PUBLISHED);
        inbox.add(CLOSED);
        assertThat(inbox.await(LONG_NANOS)).containsExactly(CLOSED, PUBLISHED);

        inbox.addUnhurried(PUBLISHED);
        assertThat(inbox.await(0)).containsExactly(PUBLISHED);
        assertThat(inbox.await(0)).isEmpty();
    }

    @Test
    void where_nothing_else_is_awaited_it_comes_at_once_whichever_was_first() {
        inbox.addUnhurried(PUBLISHED);
        inbox.setHurried(true);
        assertThat(inbox.await(LONG_NANOS)).containsExactly(PUBLISHED);

        inbox.addUnhurried(PUBLISHED);
        assertThat(inbox.await(LONG_NANOS)).containsExactly(PUBLISHED);
    }
}
