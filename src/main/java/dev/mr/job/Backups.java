package dev.mr.job;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.TaskKind;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which attempts are tried again elsewhere although nothing is known to be wrong with them (section 3.6 of the paper): the one that has run
 * longest, when it has run for three times what half of its phase took and for ten seconds, and has had none. Of what runs at a time a tenth
 * may be backups, or one.
 */
final class Backups {
    private static final long LEAST_NANOS = 10_000_000_000L;
    private static final int MEDIANS = 3;
    private static final int SHARE = 10;

    private final AttemptRules rules;
    private final TaskBoard board;
    private final Map<TaskKind, Durations> took = new EnumMap<>(TaskKind.class);
    /** Attempts that have had theirs, whatever became of it. */
    private final Set<AttemptId> had = new HashSet<>();

    Backups(AttemptRules rules, TaskBoard board) {
        this.rules = rules;
        this.board = board;
        for (TaskKind kind : TaskKind.values()) {
            took.put(kind, new Durations());
        }
    }

    /** An attempt won. */
    void won(LiveAttempt attempt, long now) {
        Durations durations = took.get(attempt.id().task().kind());
        if (durations != null && attempt.session() != 0 && !attempt.inherited()) {
            durations.add(now - attempt.sinceNanos());
        }
    }

    /** The attempt has its backup. */
    void began(LiveAttempt attempt) {
        had.add(attempt.id());
    }

    /** The attempt that is to have a backup next; null when there is none. */
    @Nullable
    LiveAttempt next(long now) {
        if (!rules.backup() || board.leased().isEmpty()) {
            return null;
        }
        long there =
                board.leased().stream().filter(entry -> entry.live().size() > 1).count();
        if (there >= Math.max(1, board.leased().size() / SHARE)) {
            return null;
        }
        return board.leased().stream()
                .filter(entry -> entry.live().size() == 1)
                .map(entry -> entry.live().get(0))
                .filter(attempt -> isSlow(attempt, now))
                .min(Comparator.comparingLong(LiveAttempt::sinceNanos))
                .orElse(null);
    }

    private boolean isSlow(LiveAttempt attempt, long now) {
        Durations durations = took.get(attempt.id().task().kind());
        long runs = now - attempt.sinceNanos();
        boolean itsInputIsThere = attempt.id().task().kind() == TaskKind.MAP || board.allCommitted(TaskKind.MAP);
        return attempt.session() != 0
                && itsInputIsThere
                && !had.contains(attempt.id())
                && durations != null
                && !durations.isEmpty()
                && runs > LEAST_NANOS
                && runs > MEDIANS * durations.median();
    }
}
