package dev.mr.driver;

import dev.mr.task.DriverMessage;

/** The way to the workers. Never blocks; a session that is gone swallows what is sent to it. */
public interface Outbox {
    void send(long session, DriverMessage message);

    /** Ends a session with a reason its worker prints. */
    void refuse(long session, String reason);
}
