package dev.mr.driver;

import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which worker has which attempt, and on which stream; none is taken from a worker that its driver hears. */
final class Custody {
    private final Simulation world;
    private final Map<AttemptId, SimulatedStream> streams = new HashMap<>();
    private final Set<AttemptId> adoptedNow = new HashSet<>();

    Custody(Simulation world) {
        this.world = world;
    }

    /** Whether it is the first time. */
    boolean assigned(AttemptId attempt, SimulatedStream stream) {
        return streams.put(attempt, stream) == null;
    }

    /** A worker that came back knows that it goes on with the attempt, on another stream. */
    void continued(AttemptId attempt, SimulatedStream stream) {
        streams.put(attempt, stream);
    }

    void turns() {
        adoptedNow.clear();
    }

    /** The driver has stored that a worker that came back goes on with the attempt. */
    void adopted(AttemptId attempt) {
        adoptedNow.add(attempt);
    }

    /** Whether the attempt was with a worker that should have kept it. */
    boolean isWronglyTaken(Change.AttemptEnded ended) {
        SimulatedStream stream = streams.get(ended.attempt());
        if (ended.from() != AttemptState.LIVE || stream == null) {
            return false;
        }
        boolean heard = stream.driver == world.livingDriver();
        return switch (ended.kind()) {
            case LEASE_EXPIRED -> heard && stream.isHealthy();
            case WORKER_LOST, DRIVER_LOST -> heard && stream.isAlive();
            case GIVEN_BACK -> adoptedNow.contains(ended.attempt());
            default -> false;
        };
    }
}
