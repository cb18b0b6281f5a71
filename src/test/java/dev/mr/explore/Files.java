package dev.mr.explore;

import dev.mr.task.AttemptId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What lies in the job directory, as far as it can matter to anyone.
 *
 * @param finished LIVE attempts whose directory is complete, RECEIPT and all
 * @param damaged winners whose bucket file is not what their receipt states
 */
record Files(Set<AttemptId> finished, Set<AttemptId> damaged) {
    static final Files NONE = new Files(Set.of(), Set.of());

    Files finish(AttemptId attempt) {
        return new Files(more(finished, attempt), damaged);
    }

    Files damage(AttemptId winner) {
        return new Files(finished, more(damaged, winner));
    }

    private static Set<AttemptId> more(Set<AttemptId> some, AttemptId one) {
        Set<AttemptId> all = new HashSet<>(some);
        all.add(one);
        return Set.copyOf(all);
    }

    /** Without what nobody will ever look at: what ended attempts left, and damage of what is no winner any more. */
    Files thatMatter(Durable stored) {
        boolean all =
                finished.stream().allMatch(stored::isLive) && damaged.stream().allMatch(stored::isWinner);
        return all ? this : new Files(only(finished, stored::isLive), only(damaged, stored::isWinner));
    }

    private static Set<AttemptId> only(Set<AttemptId> some, Predicate<AttemptId> which) {
        Set<AttemptId> all = new HashSet<>(some);
        all.removeIf(which.negate());
        return Set.copyOf(all);
    }
}
