package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.util.Arrays;

/**
 * Values in memory, by number. One that came lately is not kept again, so a document that all its words have as their value lies
 * there once. One thread.
 *
 * <pre>
 * value  long its length; its bytes, filled up to a multiple of eight
 * </pre>
 */
final class GroupValues {
    private static final int HEADER_BYTES = Long.BYTES;
    /** How many are remembered: one for each highest byte of their hash. */
    private static final int LATELY = 1 << Byte.SIZE;

    private final GroupPages pages;
    /** Those that are remembered: their numbers, with lengths and last eight bytes. */
    private final int[] lately = new int[LATELY];

    private final int[] lengths = new int[LATELY];
    private final long[] tails = new long[LATELY];

    GroupValues(long memoryBytes) {
        this.pages = new GroupPages(memoryBytes);
    }

    /** What all of them take. */
    long bytes() {
        return pages.bytes();
    }

    /** What is there and not used. */
    long freeBytes() {
        return pages.freeBytes();
    }

    /** What one more value of this length would make them take more. */
    long moreFor(int length) {
        return pages.moreFor(size(length));
    }

    /** The number of the value, which is above 0, if it came lately; else 0. */
    int find(byte[] value, int from, int length) {
        long tail = tail(value, from, length);
        int place = place(tail, length);
        int number = lately[place];
        boolean found = number != 0
                && tails[place] == tail
                && lengths[place] == length
                && (length <= Long.BYTES || beginsAs(number, value, from, length - Long.BYTES));
        return found ? number : 0;
    }

    /** Keeps the value; answers its number. */
    int put(byte[] value, int from, int length) {
        int number = pages.allocate(size(length));
        byte[] page = pages.array(number);
        int at = pages.offset(number);
        EightBytes.set(page, at, length);
        System.arraycopy(value, from, page, at + HEADER_BYTES, length);
        long tail = tail(value, from, length);
        int place = place(tail, length);
        lately[place] = number;
        lengths[place] = length;
        tails[place] = tail;
        return number;
    }

    private static long tail(byte[] value, int from, int length) {
        int last = Math.min(length, Long.BYTES);
        return length == 0 ? 0 : EightBytes.get(value, from + length - last, last);
    }

    /** By the tail: names that are numbered begin alike. */
    private static int place(long tail, int length) {
        return (int) (((tail + length) * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - Byte.SIZE));
    }

    /** Whether at least so many of its first bytes, of eight more, are those. */
    private boolean beginsAs(int number, byte[] value, int from, int count) {
        byte[] page = pages.array(number);
        int stored = pages.offset(number) + HEADER_BYTES;
        for (int i = 0; i < count; i += Long.BYTES) {
            if (EightBytes.get(page, stored + i) != EightBytes.get(value, from + i)) {
                return false;
            }
        }
        return true;
    }

    private static int size(int length) {
        return Math.addExact(HEADER_BYTES, (length + Long.BYTES - 1) & -Long.BYTES);
    }

    /** Makes {@code view} a view on the value with this number; answers it. */
    Slice view(int number, Slice view) {
        byte[] page = pages.array(number);
        int at = pages.offset(number);
        int from = at + HEADER_BYTES;
        return view.set(page, from, from + (int) EightBytes.get(page, at));
    }

    /** The value with this number, where values are longs. */
    long number(int number) {
        return EightBytes.get(pages.array(number), pages.offset(number) + HEADER_BYTES);
    }

    /** Forgets all values; keeps memory for the next. */
    void clear() {
        pages.clear();
        Arrays.fill(lately, 0);
    }

    /** Drops what is not used until all take no more than this. */
    void shrinkTo(long most) {
        pages.shrinkTo(most);
    }
}
