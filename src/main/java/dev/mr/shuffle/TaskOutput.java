package dev.mr.shuffle;

import dev.mr.api.Output;
import dev.mr.api.Slices;
import dev.mr.api.TaskContext;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;

/**
 * What every output of a task checks: its thread, its end, and the sizes of keys and values. An I/O error sticks, see
 * {@link EngineTrouble}.
 */
abstract class TaskOutput implements Output, Closeable {
    private final UserCode code;
    private final Thread owner = Thread.currentThread();
    private boolean closed;

    TaskOutput(UserCode code) {
        this.code = code;
    }

    /** Takes a key with a long. */
    abstract void put(byte[] key, int from, int length, long value) throws IOException, TaskException;

    /** Takes a key with bytes. */
    abstract void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength)
            throws IOException, TaskException;

    /** Takes a key alone. */
    abstract void put(byte[] key, int from, int length) throws IOException, TaskException;

    @Override
    public final void emit(byte[] key, int from, int to, long value) {
        check(key, from, to, "key");
        code.progress().mark();
        try {
            put(key, from, to - from, value);
        } catch (IOException | TaskException e) {
            throw code.trouble().of(e);
        }
    }

    @Override
    public final void emit(byte[] key, int from, int to, byte[] value, int valueFrom, int valueTo) {
        check(key, from, to, "key");
        check(value, valueFrom, valueTo, "value");
        code.progress().mark();
        try {
            put(key, from, to - from, value, valueFrom, valueTo - valueFrom);
        } catch (IOException | TaskException e) {
            throw code.trouble().of(e);
        }
    }

    @Override
    public final void emit(byte[] key, int from, int to) {
        check(key, from, to, "key");
        code.progress().mark();
        try {
            put(key, from, to - from);
        } catch (IOException | TaskException e) {
            throw code.trouble().of(e);
        }
    }

    @Override
    public final void emitAll(Slices keys, long value) {
        checkUsable();
        code.progress().mark();
        try {
            putAll(keys, value);
        } catch (IOException | TaskException e) {
            throw code.trouble().of(e);
        }
    }

    /** Takes each key with the same long. The keys lie in their array; that none is too long is to be checked. */
    void putAll(Slices keys, long value) throws IOException, TaskException {
        byte[] array = keys.array();
        for (int i = 0; i < keys.count(); i++) {
            checkLength(keys.to(i) - keys.from(i), "key");
            put(array, keys.from(i), keys.to(i) - keys.from(i), value);
        }
    }

    /** Deals with what was put but waits, so that what is wrong with it shows while the record that brought it is known. */
    void settle() throws IOException, TaskException {
        // Most outputs let nothing wait.
    }

    /** {@link #settle}, to be called through the job's code. */
    final void settleRecord() {
        try {
            settle();
        } catch (IOException | TaskException e) {
            throw code.trouble().of(e);
        }
    }

    private void check(byte[] bytes, int from, int to, String what) {
        Objects.checkFromToIndex(from, to, bytes.length);
        checkLength(to - from, what);
        checkUsable();
    }

    static void checkLength(int length, String what) {
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "the " + what + " has " + length + " bytes, at most " + MAX_BYTES + " are possible");
        }
    }

    private void checkUsable() {
        if (closed || Thread.currentThread() != owner) {
            throw new IllegalStateException(
                    closed ? "this output's task is over" : "an output is for the thread it was given to");
        }
    }

    @Override
    public final TaskContext task() {
        return code.task();
    }

    @Override
    public void close() throws IOException {
        closed = true;
    }

    /** For an output that takes longs only. */
    static IllegalArgumentException wantsLongs() {
        return new IllegalArgumentException("the job's values are longs, as its plan says, but it emitted bytes");
    }

    /** For an output that takes bytes only. */
    static IllegalArgumentException wantsBytes() {
        return new IllegalArgumentException(
                "the job's values are bytes, but it emitted a long; its plan should say longs() or sum()");
    }
}
