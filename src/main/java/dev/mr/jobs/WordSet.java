package dev.mr.jobs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Words, each once, as far as memory allows: when it is full it forgets all, and words of more than {@value #MOST_BYTES} bytes it never
 * keeps. Makes no object per word.
 *
 * <p>A slot is two longs: the first eight bytes of the word; the others, with its length in the highest byte. What the word has no bytes
 * for is 0, and so is a free slot.
 */
final class WordSet {
    private static final int MOST_BYTES = 2 * Long.BYTES - 1;
    private static final int MIN_SLOTS = 1 << 10;
    private static final int MAX_SLOTS = 1 << 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** What belongs to a word, by its length: of its first long, then of its second. */
    private static final long[] MASKS = new long[2 * (MOST_BYTES + 1)];

    static {
        for (int length = 1; length <= MOST_BYTES; length++) {
            MASKS[2 * length] = length >= Long.BYTES ? -1 : (1L << (length * Byte.SIZE)) - 1;
            MASKS[2 * length + 1] = length <= Long.BYTES ? 0 : (1L << ((length - Long.BYTES) * Byte.SIZE)) - 1;
        }
    }

    private final byte[] scratch = new byte[2 * Long.BYTES];
    private long[] slots = new long[2 * MIN_SLOTS];
    private int words;

    /** Whether the word was not there, as far as it remembers; now it is. */
    boolean add(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0 || length > MOST_BYTES) {
            return true;
        }
        if (from + 2 * Long.BYTES > text.length) {
            System.arraycopy(text, from, scratch, 0, length);
            return add(scratch, 0, length);
        }
        long first = (long) LONG.get(text, from) & MASKS[2 * length];
        long second = ((long) LONG.get(text, from + Long.BYTES) & MASKS[2 * length + 1])
                | (long) length << (Long.SIZE - Byte.SIZE);
        int at = find(first, second);
        if (slots[at + 1] != 0) {
            return false;
        }
        slots[at] = first;
        slots[at + 1] = second;
        if (++words > slots.length / 4) {
            makeRoom();
        }
        return true;
    }

    /** Where the word is, or the free slot where it goes. */
    private int find(long first, long second) {
        long hash = (first ^ (second * 0x9E3779B97F4A7C15L)) * 0xFF51AFD7ED558CCDL;
        int mask = slots.length - 1;
        int at = (int) (hash ^ hash >>> Integer.SIZE) << 1 & mask;
        while (slots[at + 1] != 0 && (slots[at] != first || slots[at + 1] != second)) {
            at = (at + 2) & mask;
        }
        return at;
    }

    private void makeRoom() {
        if (slots.length == 2 * MAX_SLOTS) {
            clear();
            return;
        }
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int at = find(old[i], old[i + 1]);
                slots[at] = old[i];
                slots[at + 1] = old[i + 1];
            }
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        words = 0;
    }
}
