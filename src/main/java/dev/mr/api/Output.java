package dev.mr.api;

import java.nio.charset.StandardCharsets;

/**
 * Where map and reduce functions put their records. To be used by the thread that was given it, and only until the call it was
 * given to returns. Everything is copied before {@code emit} returns.
 *
 * <p>A job's plan says whether values are longs or bytes. A key alone has the value 1 where values are longs, and none where
 * they are bytes; in the output it is a line by itself.
 *
 * <p>Every {@code emit} throws IllegalArgumentException for a record that the plan does not allow, and
 * {@link java.io.UncheckedIOException} when it cannot be written: the attempt then fails, whatever the caller does about it.
 */
public interface Output {
    /** The most bytes a key has, and a value: 64 MiB. */
    int MAX_BYTES = 64 << 20;

    /** Writes the key {@code [from, to)} of {@code key} with a long. The fast path: no object is made. */
    void emit(byte[] key, int from, int to, long value);

    /** Writes the key {@code [from, to)} of {@code key} with the value {@code [valueFrom, valueTo)} of {@code value}. */
    void emit(byte[] key, int from, int to, byte[] value, int valueFrom, int valueTo);

    /** Writes the key {@code [from, to)} of {@code key} alone. */
    void emit(byte[] key, int from, int to);

    /** Writes each of the keys with the same long, as {@link #emit(byte[], int, int, long)} does for one, but quicker. */
    default void emitAll(Slices keys, long value) {
        for (int i = 0; i < keys.count(); i++) {
            emit(keys.array(), keys.from(i), keys.to(i), value);
        }
    }

    /** The task that is being worked on. */
    TaskContext task();

    default void emit(Slice key, long value) {
        emit(key.array(), key.offset(), key.end(), value);
    }

    default void emit(Slice key, Slice value) {
        emit(key.array(), key.offset(), key.end(), value.array(), value.offset(), value.end());
    }

    default void emit(Slice key, CharSequence value) {
        emit(key, Slice.of(value));
    }

    default void emit(Slice key) {
        emit(key.array(), key.offset(), key.end());
    }

    default void emit(CharSequence key, long value) {
        byte[] bytes = key.toString().getBytes(StandardCharsets.UTF_8);
        emit(bytes, 0, bytes.length, value);
    }

    default void emit(CharSequence key, CharSequence value) {
        emit(Slice.of(key), Slice.of(value));
    }

    default void emit(CharSequence key, Slice value) {
        emit(Slice.of(key), value);
    }

    default void emit(CharSequence key) {
        emit(Slice.of(key));
    }
}
