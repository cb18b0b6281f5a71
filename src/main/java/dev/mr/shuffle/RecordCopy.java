package dev.mr.shuffle;

import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Copies sorted records into a run: as they are, or combined on the way. */
final class RecordCopy {
    private final ValueKind kind;
    private final @Nullable Reducer combiner;
    private final UserCode code;
    private final TaskProgress progress;

    /** With a combiner that is open, or none. */
    RecordCopy(ValueKind kind, @Nullable Reducer combiner, UserCode code, TaskProgress progress) {
        this.kind = kind;
        this.combiner = combiner;
        this.code = code;
        this.progress = progress;
    }

    /** Whether it combines. */
    boolean combines() {
        return combiner != null;
    }

    /** Closes the combiner: there is no more to copy. */
    void finish() throws IOException, TaskException {
        if (combiner != null) {
            try (NoOutput none = new NoOutput(code)) {
                code.close(combiner, "combine", none);
            }
        }
    }

    /** Copies everything that is left. */
    void copy(RecordCursor from, RunWriter to) throws IOException, TaskException {
        if (combiner == null || from.hasEachKeyOnce()) {
            copyAll(from, to);
            return;
        }
        KeyGroups groups = new KeyGroups(from, kind, code.trouble(), progress);
        try (CombineOutput output = new CombineOutput(groups, kind, to, code)) {
            while (groups.nextKey()) {
                output.nextKey();
                code.reduce(combiner, "combine", groups, output);
            }
        }
    }

    private void copyAll(RecordCursor from, RunWriter to) throws IOException, TaskException {
        int copied = 0;
        while (from.next()) {
            if ((++copied & 0xFFF) == 0) {
                progress.mark();
                progress.checkpoint();
            }
            Slice key = from.key();
            if (kind == ValueKind.LONGS) {
                to.append(from.hasSameKey(), from.times(), key.array(), key.offset(), key.length(), from.number());
            } else {
                Slice value = from.value();
                // The key may have moved while a long value was read.
                Slice same = from.key();
                to.append(
                        from.hasSameKey(),
                        from.times(),
                        same.array(),
                        same.offset(),
                        same.length(),
                        value.array(),
                        value.offset(),
                        value.length());
            }
        }
    }
}
