package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;

/** The records of a {@link GroupBuffer} in order, by bucket and key. Good until the buffer is used again. */
final class SortedGroups {
    private final SortedCells keys;
    private final GroupValues values;
    /** How often the last value of each group stands there; the others are among the entries. */
    private final int[] lastTimes;

    private final int[] ends;
    private final long[] entries;

    /** Sorts the keys, whose number is what {@link GroupBuffer#state} makes of group and last value. */
    SortedGroups(KeyCells cells, int buckets, GroupValues values, GroupLog log, int[] lastTimes) {
        this.values = values;
        this.lastTimes = lastTimes;
        this.ends = new int[cells.taken()];
        this.entries = log.gather(ends);
        this.keys = new SortedCells(cells, buckets);
    }

    /** The records of a bucket. */
    RecordCursor of(int bucket) {
        return new GroupCursor(keys.of(bucket));
    }

    private final class GroupCursor implements RecordCursor {
        private final RecordCursor keys;
        private final Slice view = new Slice();
        private int entry;
        private int end;
        private long last;
        private boolean sameKey;
        private int value;
        private int times;

        GroupCursor(RecordCursor keys) {
            this.keys = keys;
            this.entry = 1;
        }

        @Override
        public boolean next() throws IOException, TaskException {
            sameKey = entry <= end;
            if (!sameKey) {
                if (!keys.next()) {
                    return false;
                }
                long state = keys.number();
                int group = GroupBuffer.group(state);
                entry = group == 0 ? 0 : ends[group - 1];
                end = ends[group];
                last = (long) GroupBuffer.lastValue(state) << Integer.SIZE | lastTimes[group];
            }
            long now = entry < end ? entries[entry] : last;
            entry++;
            value = GroupLog.value(now);
            times = GroupLog.times(now);
            return true;
        }

        @Override
        public long times() {
            return times;
        }

        @Override
        public boolean hasSameKey() {
            return sameKey;
        }

        @Override
        public Slice key() {
            return keys.key();
        }

        @Override
        public long number() {
            return values.number(value);
        }

        @Override
        public Slice value() {
            return values.view(value, view);
        }

        @Override
        public void close() {}
    }
}
