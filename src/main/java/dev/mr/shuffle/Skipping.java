package dev.mr.shuffle;

import dev.mr.task.BadRecord;
import java.util.List;

/**
 * What a map attempt is told about records that the map function fails on.
 *
 * @param isAllowed whether any record of the job may be skipped
 * @param careful whether the attempt hands records to the map function one by one
 * @param records those to leave out
 */
public record Skipping(boolean isAllowed, boolean careful, List<BadRecord> records) {
    /** Nothing may be skipped. */
    public static final Skipping NONE = new Skipping(false, false, List.of());

    public Skipping {
        records = List.copyOf(records);
    }
}
