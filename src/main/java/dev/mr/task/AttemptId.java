package dev.mr.task;

import java.util.HexFormat;

/**
 * One try of one task. The number comes from the job database and is the fencing token; the nonce (64 random bits) keeps an
 * attempt of a database that was set back in time from passing for a newer one.
 */
public record AttemptId(TaskId task, int number, long nonce) {
    public AttemptId {
        if (number < 1) {
            throw new IllegalArgumentException("attempt number " + number + " is below 1");
        }
    }

    /** The nonce as 16 lower-case hexadecimal digits. */
    public String nonceText() {
        return HexFormat.of().toHexDigits(nonce);
    }

    /** The name of the directory that only this attempt writes, such as {@code m-17.2-00c0ffee00c0ffee}. */
    public String directoryName() {
        return task.kind().initial() + "-" + task.index() + "." + number + "-" + nonceText();
    }

    @Override
    public String toString() {
        return task + " attempt " + number;
    }
}
