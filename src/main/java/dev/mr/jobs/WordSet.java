package dev.mr.jobs;

import java.util.Arrays;

/**
 * Words, each once, as far as memory allows: when it is full it forgets all, and long words it never keeps. Makes no object per
 * word. A slot is hash (upper half), where in {@code kept} the word begins, and its length (lowest byte); 0 is free.
 */
final class WordSet {
    private static final int SLOTS = 1 << 16;
    private static final int MOST_WORDS = SLOTS / 2;
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONG_WORD_BYTES = 100;

    private final long[] slots = new long[SLOTS];
    private byte[] kept = new byte[1 << 12];
    private int used;
    private int words;

    /** Whether the word was not there, as far as it remembers; now it is. */
    boolean add(byte[] text, int from, int to) {
        int length = to - from;
        if (length == 0 || length > LONG_WORD_BYTES) {
            return true;
        }
        int hash = hash(text, from, to);
        int at = hash & (SLOTS - 1);
        for (long slot = slots[at]; slot != 0; slot = slots[at]) {
            if ((int) (slot >>> Integer.SIZE) == hash && isWord(slot, text, from, to)) {
                return false;
            }
            at = (at + 1) & (SLOTS - 1);
        }
        if (words == MOST_WORDS || used + length > MOST_BYTES) {
            clear();
            at = hash & (SLOTS - 1);
        }
        if (used + length > kept.length) {
            kept = Arrays.copyOf(kept, 2 * kept.length);
        }
        System.arraycopy(text, from, kept, used, length);
        slots[at] = (long) hash << Integer.SIZE | (long) used << Byte.SIZE | length;
        used += length;
        words++;
        return true;
    }

    private boolean isWord(long slot, byte[] text, int from, int to) {
        int first = (int) slot >>> Byte.SIZE;
        return Arrays.equals(kept, first, first + ((int) slot & 0xFF), text, from, to);
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return hash ^ hash >>> 16;
    }

    void clear() {
        Arrays.fill(slots, 0);
        used = 0;
        words = 0;
    }
}
