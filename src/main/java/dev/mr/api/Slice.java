package dev.mr.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A view on bytes: {@code [offset(), offset() + length())} of {@link #array()}. Ordered as unsigned bytes; equal when the
 * bytes are.
 *
 * <p>A slice that the engine hands out is good until the call it was given to returns, or its cursor moves on; then the engine
 * uses it again. Its bytes may be read, never changed. Whoever wants to keep it keeps a {@link #copy()}.
 */
public final class Slice implements Comparable<Slice> {
    private static final byte[] NOTHING = {};

    private byte[] array;
    private int offset;
    private int length;

    /** An empty view, to be {@link #set}. */
    public Slice() {
        this.array = NOTHING;
    }

    private Slice(byte[] array) {
        this.array = array;
        this.length = array.length;
    }

    /** A view on all of {@code bytes}, which are not copied. */
    public static Slice of(byte[] bytes) {
        return new Slice(bytes);
    }

    /** The UTF-8 of {@code text}. */
    public static Slice of(CharSequence text) {
        return new Slice(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Moves this view, the caller's own, to {@code [from, to)} of {@code bytes}; answers itself. */
    public Slice set(byte[] bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length);
        array = bytes;
        offset = from;
        length = to - from;
        return this;
    }

    /** The bytes this is a view on, with others around them. */
    public byte[] array() {
        return array;
    }

    /** Where in {@link #array()} the view begins. */
    public int offset() {
        return offset;
    }

    /** Where in {@link #array()} the view ends. */
    public int end() {
        return offset + length;
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** The byte at {@code [0, length())}. */
    public byte at(int index) {
        return array[offset + Objects.checkIndex(index, length)];
    }

    /** A copy of {@code [from, to)} of this view's bytes. */
    public byte[] bytes(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return Arrays.copyOfRange(array, offset + from, offset + to);
    }

    /** A copy of all its bytes. */
    public byte[] bytes() {
        return bytes(0, length);
    }

    /** A view on a copy of the bytes, which nobody changes. */
    public Slice copy() {
        return new Slice(bytes());
    }

    /** The index of the first {@code b} at or after {@code from}, or -1. */
    public int indexOf(byte b, int from) {
        for (int i = Math.max(0, from); i < length; i++) {
            if (array[offset + i] == b) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes as UTF-8; what is not valid becomes U+FFFD. */
    public String text() {
        return new String(array, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(Slice other) {
        return Arrays.compareUnsigned(array, offset, end(), other.array, other.offset, other.end());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice slice
                && Arrays.equals(array, offset, end(), slice.array, slice.offset, slice.end());
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** As {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
