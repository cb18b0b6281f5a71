package dev.mr.explore;

import dev.mr.job.Coordinator;
import dev.mr.job.Decision;
import dev.mr.job.JobProgress;
import dev.mr.job.JobSnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A real coordinator at one point of its life, known by what it is and not by how it came there. One way there is kept, by which it can
 * be made again: coordinators change, and this does not.
 */
final class Core {
    /** The only job of its driver. */
    static final long JOB = 1;

    static final String BUILD = "1.2.3";
    private static final long BIRTH_NANOS = 1_000_000_000_000L;

    private final Known known;
    private final JobSnapshot loaded;
    private final @Nullable Core before;
    private final List<Moment> input;
    private final Map<List<Moment>, Outcome> outcomes = new HashMap<>();

    /** How many maps are leased and committed, and how many reduces, as it believes. */
    final List<Integer> counts;

    /** Where every coordinator that was ever met is looked up. */
    static final class Known {
        private final Map<Fingerprint, Core> cores = new HashMap<>();

        /** Of a driver that loaded this, before its first turn. */
        Core begin(JobSnapshot loaded) {
            return new Core(this, new Life(loaded), loaded, null, List.of());
        }

        int size() {
            return cores.size();
        }
    }

    private Core(Known known, Life life, JobSnapshot loaded, @Nullable Core before, List<Moment> input) {
        this.known = known;
        this.loaded = loaded;
        this.before = before;
        this.input = input;
        this.counts = life.counts();
    }

    /** What it makes of these events in one turn. */
    Outcome handle(List<Moment> events) {
        Outcome outcome = outcomes.get(events);
        if (outcome == null) {
            Life life = relive();
            List<Decision> decisions = life.lives(events);
            Core next = known.cores.computeIfAbsent(
                    Fingerprint.of(life.coordinator), unmet -> new Core(known, life, loaded, this, events));
            outcome = new Outcome(next, decisions.stream().map(Decision::effect).toList());
            outcomes.put(events, outcome);
        }
        return outcome;
    }

    private Life relive() {
        Deque<List<Moment>> past = new ArrayDeque<>();
        for (Core core = this; core.before != null; core = core.before) {
            past.addFirst(core.input);
        }
        Life life = new Life(loaded);
        past.forEach(life::lives);
        return life;
    }

    /** A coordinator and its clock. Its nonces are all alike: attempts are told apart by number alone, so no number may be given twice. */
    private static final class Life {
        private final Coordinator coordinator;
        private long now = BIRTH_NANOS;

        Life(JobSnapshot loaded) {
            coordinator = Coordinator.of(JOB, loaded, BUILD, "/jobs/a", () -> 1);
        }

        private List<Integer> counts() {
            JobProgress progress = Objects.requireNonNull(coordinator.job(JOB)).progress(0);
            return List.of(
                    progress.mapsLeased(),
                    progress.mapsCommitted(),
                    progress.reducesLeased(),
                    progress.reducesCommitted());
        }

        List<Decision> lives(List<Moment> events) {
            List<Decision> decisions = new ArrayList<>();
            for (Moment moment : events) {
                now += moment.afterNanos();
                decisions.addAll(coordinator.handle(moment.event(), now));
            }
            return decisions;
        }
    }
}
