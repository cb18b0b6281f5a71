package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.Receipt;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One worker of a {@link World}: says what a test tells it to say, and has heard what the machine sent to it. */
final class TestWorker {
    final long session;
    private final World world;
    private final String label;
    private final int former;
    private long reconnectMillis;
    private int seen;
    private long sequence;

    TestWorker(World world, long session, String label) {
        this.world = world;
        this.session = session;
        this.label = label;
        this.former = 0;
    }

    /** The same process on another stream. */
    TestWorker(World world, long session, TestWorker before) {
        this.world = world;
        this.session = session;
        this.label = before.label;
        this.former = before.number();
        this.reconnectMillis = before.reconnectMillis;
    }

    /** It works on when its stream ends, and looks for its driver. */
    void lasts() {
        reconnectMillis = 120_000;
    }

    boolean isLasting() {
        return reconnectMillis > 0;
    }

    /** What Welcome called it; before that, what it was on its last stream. */
    private int number() {
        for (DriverMessage message : heard()) {
            if (message instanceof DriverMessage.Welcome welcome) {
                return welcome.worker();
            }
        }
        return former;
    }

    /** Hello of a worker that may have been here before and still holds these. */
    List<Effect> holds(int slots, AttemptId... held) {
        return says(new WorkerMessage.Hello(
                label, "alpha", 4711, slots, World.BUILD, reconnectMillis, "", List.of(held), former));
    }

    List<Effect> says(WorkerMessage message) {
        return world.happens(new Event.Said(session, message));
    }

    List<Effect> hello() {
        return hello(World.BUILD, "");
    }

    /** A worker that can work on so many tasks at once; others have as many slots as they say they have credits. */
    List<Effect> hello(int slots) {
        return says(new WorkerMessage.Hello(label, "alpha", 4711, slots, World.BUILD, reconnectMillis, ""));
    }

    List<Effect> hello(String build, String jobUuid) {
        return says(new WorkerMessage.Hello(label, "alpha", 4711, 100, build, reconnectMillis, jobUuid));
    }

    List<Effect> ready(int credits) {
        return says(new WorkerMessage.Ready(credits));
    }

    List<Effect> heartbeat(AttemptId... running) {
        return says(new WorkerMessage.Heartbeat(
                ++sequence,
                List.of(running).stream()
                        .map(attempt -> new WorkerMessage.Progress(attempt, 1, 2, "line 3"))
                        .toList()));
    }

    List<Effect> succeeds(AttemptId attempt) {
        return reports(attempt, world.job.receipt(attempt));
    }

    List<Effect> reports(AttemptId attempt, @Nullable Receipt receipt) {
        return world.happens(
                new Event.Reported(session, attempt, receipt, receipt == null ? "its RECEIPT cannot be read" : ""));
    }

    List<Effect> fails(AttemptId attempt, FailureKind kind) {
        return says(new WorkerMessage.Failed(attempt, kind, "it went wrong\nbadly", "stack"));
    }

    List<Effect> complains(AttemptId attempt, AttemptId winner) {
        return says(new WorkerMessage.InputBad(attempt, winner, attempt.task().index(), "CRC32C differs"));
    }

    List<Effect> saysGoodbye() {
        return says(new WorkerMessage.Goodbye("it is told to stop"));
    }

    List<Effect> streamCloses() {
        return world.happens(new Event.StreamClosed(session, "the connection broke"));
    }

    /** Everything the machine sent to this worker. */
    List<DriverMessage> heard() {
        return world.all(Effect.Send.class).stream()
                .filter(send -> send.session() == session)
                .map(Effect.Send::message)
                .toList();
    }

    /** What the last event made the machine send to this worker. */
    List<DriverMessage> heardLast() {
        return world.last(Effect.Send.class).stream()
                .filter(send -> send.session() == session)
                .map(Effect.Send::message)
                .toList();
    }

    List<DriverMessage.Assign> assigns() {
        List<DriverMessage.Assign> assigns = new ArrayList<>();
        for (DriverMessage message : heard()) {
            if (message instanceof DriverMessage.Assign assign) {
                assigns.add(assign);
            }
        }
        return assigns;
    }

    /** The next attempt it was assigned and a test has not asked about; null when there is none. */
    @Nullable
    AttemptId newlyAssigned() {
        List<DriverMessage.Assign> assigns = assigns();
        return seen < assigns.size() ? assigns.get(seen++).attempt() : null;
    }

    /** The same, where there must be one. */
    AttemptId assigned() {
        AttemptId assigned = newlyAssigned();
        if (assigned == null) {
            throw new AssertionError(label + " was assigned nothing new; it heard " + heard());
        }
        return assigned;
    }
}
