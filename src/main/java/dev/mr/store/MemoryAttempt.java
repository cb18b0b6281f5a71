package dev.mr.store;

import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import java.util.Comparator;
import java.util.Optional;

/** A row of the table {@code attempt}, in memory. */
record MemoryAttempt(
        AttemptId id, AttemptState state, int worker, long reconnectMillis, Optional<Receipt> receipt, long wonEpoch) {
    MemoryAttempt won(Receipt kept, long epoch) {
        return new MemoryAttempt(id, AttemptState.WON, worker, reconnectMillis, Optional.of(kept), epoch);
    }

    MemoryAttempt in(AttemptState next) {
        return new MemoryAttempt(id, next, worker, reconnectMillis, receipt, wonEpoch);
    }

    MemoryAttempt of(int adopter) {
        return new MemoryAttempt(id, state, adopter, reconnectMillis, receipt, wonEpoch);
    }

    /** What the table {@code attempt} is keyed by. */
    record Key(TaskId task, int number) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::task).thenComparingInt(Key::number);

        static Key of(AttemptId id) {
            return new Key(id.task(), id.number());
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
