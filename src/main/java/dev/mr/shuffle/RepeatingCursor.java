package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;

/** Keys with how often they occurred, as so many records with the value 1. */
final class RepeatingCursor implements RecordCursor {
    private final RecordCursor counts;
    private long left;

    RepeatingCursor(RecordCursor counts) {
        this.counts = counts;
    }

    @Override
    public boolean next() throws IOException, TaskException {
        if (left > 0) {
            left--;
            return true;
        }
        if (!counts.next()) {
            return false;
        }
        left = counts.number() - 1;
        return true;
    }

    @Override
    public Slice key() {
        return counts.key();
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public Slice value() {
        throw new IllegalStateException("plain keys have longs");
    }

    @Override
    public void close() throws IOException {
        counts.close();
    }
}
