package dev.mr.shuffle;

import java.util.concurrent.atomic.AtomicLong;

/** How far a running task has come, and the way to stop it. One thread works and reports, any thread looks or cancels. */
public final class TaskProgress {
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong marks = new AtomicLong();
    private final AtomicLong offset = new AtomicLong(-1);
    private volatile String position = "";
    private volatile boolean cancelled;

    /** Records a map wrote or a reduce read so far. */
    public long records() {
        return records.get();
    }

    /** A number that changes whenever the task takes a record or hands one on. */
    public long marks() {
        return marks.get();
    }

    /** Bytes read so far. */
    public long bytes() {
        return bytes.get();
    }

    /** What is being worked on, for people. */
    public String position() {
        long record = offset.get();
        return record < 0 ? position : position + " at offset " + record;
    }

    /** Makes the task throw {@link CancelledException} at its next block. */
    public void cancel() {
        cancelled = true;
    }

    /** The task goes on. Cheap, and seen by others a little later. */
    void mark() {
        marks.lazySet(marks.get() + 1);
    }

    void advance(long moreRecords, long moreBytes) {
        mark();
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
    }

    /** Says what is worked on from here. */
    void at(String what) throws CancelledException {
        checkpoint();
        mark();
        offset.set(-1);
        position = what;
    }

    /** The next record of what is worked on begins there. Cheap, as {@link #mark()} is. */
    void record(long at) {
        mark();
        offset.lazySet(at);
    }

    /** Where a cancelled task ends. */
    void checkpoint() throws CancelledException {
        if (cancelled) {
            throw new CancelledException();
        }
    }
}
