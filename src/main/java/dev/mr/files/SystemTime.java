package dev.mr.files;

import dev.mr.task.TimeSource;

/** The clocks of this machine. */
public final class SystemTime implements TimeSource {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }
}
