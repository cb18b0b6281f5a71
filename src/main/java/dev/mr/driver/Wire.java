package dev.mr.driver;

import dev.mr.job.Event;
import dev.mr.rpc.DriverServer;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import org.jspecify.annotations.Nullable;

/** Between the streams of workers and the driver thread: what is heard goes to its inbox, what it says to the streams. */
final class Wire implements DriverServer.Listener, Outbox {
    private final Inbox inbox;
    private volatile @Nullable DriverServer server;

    Wire(Inbox inbox) {
        this.inbox = inbox;
    }

    /** The server whose streams they are; nothing is said before. */
    void connect(DriverServer listening) {
        server = listening;
    }

    @Override
    public void said(long session, WorkerMessage message) {
        inbox.add(new Event.Said(session, message));
    }

    @Override
    public void closed(long session, String reason) {
        inbox.add(new Event.StreamClosed(session, reason));
    }

    @Override
    public void send(long session, DriverMessage message) {
        DriverServer listening = server;
        if (listening != null) {
            listening.send(session, message);
        }
    }

    @Override
    public void refuse(long session, String reason) {
        DriverServer listening = server;
        if (listening != null) {
            listening.refuse(session, reason);
        }
    }
}
