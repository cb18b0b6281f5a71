package dev.mr.explore;

import dev.mr.job.Event;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Recovery;
import dev.mr.task.AttemptId;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;

/** What reaches a coordinator of what happens: events, and what its driver looks up for it. */
final class Hearing {
    private static final long SECOND = 1_000_000_000L;
    /** Longer than a tick and half a lease, so that two of these are longer than a lease; and not late. */
    private static final long HALF_A_LEASE = 5_400_000_000L;

    private Hearing() {}

    static List<Moment> of(Event event) {
        return List.of(new Moment(event, SECOND));
    }

    /** A worker's message arrives; of a Succeeded, its driver has looked at the receipt. */
    static List<Moment> of(Scope scope, SmallWorld world, Stream stream, WorkerMessage message) {
        long session = stream.id().session();
        if (message instanceof WorkerMessage.Succeeded succeeded) {
            AttemptId attempt = succeeded.attempt();
            return of(
                    world.files().finished().contains(attempt)
                            ? new Event.Reported(session, attempt, scope.receipt(attempt), "")
                            : new Event.Reported(session, attempt, null, "its RECEIPT cannot be read"));
        }
        return of(new Event.Said(session, message));
    }

    static List<Moment> about(Event event) {
        return of(new Event.OfJob(Core.JOB, event));
    }

    static WorkerMessage heartbeat(List<AttemptId> tasks) {
        return new WorkerMessage.Heartbeat(
                1,
                tasks.stream()
                        .map(task -> new WorkerMessage.Progress(task, 1, 1, "line 1"))
                        .toList());
    }

    /** A lease passes in which everyone is heard but this session, and those that are silent already; 0 for none. */
    static List<Moment> silence(SmallWorld world, long epoch, long session) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            long pause = HALF_A_LEASE;
            for (Stream stream : world.streams()) {
                boolean heard = stream.id().epoch() == epoch
                        && stream.atDriver()
                        && !stream.silent()
                        && stream.id().session() != session;
                if (heard) {
                    moments.add(new Moment(new Event.Said(stream.id().session(), heartbeat(List.of())), pause));
                    pause = 0;
                }
            }
            moments.add(new Moment(new Event.Tick(), pause));
        }
        return moments;
    }

    /** The first turn of a driver: what the recovery table says about every attempt that is LIVE. */
    static List<Moment> takeover(Scope scope, SmallWorld world) {
        List<Moment> moments = new ArrayList<>(about(new Event.Started()));
        for (JobSnapshot.StoredAttempt live : world.stored().snapshot.live()) {
            AttemptId attempt = live.attempt();
            boolean finished = world.files().finished().contains(attempt) || scope.conduct() == Conduct.HARVESTS_UNSEEN;
            Recovery.Decision decision = Recovery.of(
                    Recovery.Stored.live(
                            attempt.task().kind(), world.stored().state(attempt.task()), live.reconnectMillis() > 0),
                    finished ? Recovery.ReceiptFound.VALID : Recovery.ReceiptFound.ABSENT,
                    finished ? Recovery.FilesFound.VERIFIED : Recovery.FilesFound.TRUSTED);
            if (decision == Recovery.Decision.HARVEST) {
                moments.addAll(about(new Event.Harvested(attempt, scope.receipt(attempt))));
            } else if (decision != Recovery.Decision.ADOPT) {
                moments.addAll(about(new Event.Abandoned(attempt, "its driver ended")));
            }
        }
        return moments;
    }
}
