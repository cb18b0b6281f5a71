package dev.mr.shuffle;

import java.util.Arrays;

/**
 * Sorts references to keys in memory: pairs of a number and a word. The number is eight bytes of the key from some depth on, the
 * word how many bytes of the key there are from there on (nine for more than eight), and its address. So two longs tell the
 * order of all keys that end there, equal ones in the order of their addresses, and no key is looked at; those that go on are
 * sorted again among themselves, from where they first differ. Pairs are given in the order of their addresses.
 *
 * <p>What is sorted already, or in reverse, takes one pass. Else pairs are dealt out by the first byte in which they differ
 * while there are many, and the rest is a quicksort, or {@link PairSort}'s heap sort where that got too deep.
 */
final class SortedKeys {
    private static final int WORD_SHIFT = 60;
    private static final long ADDRESS = (1L << WORD_SHIFT) - 1;
    private static final int GOES_ON = 9;
    private static final int MANY = 1 << 10;
    private static final int RADIX = 1 << 8;
    /** Levels of keys that go on; what is deeper is compared key by key. */
    private static final int MOST_LEVELS = 100;

    private final long[] pairs;
    private final Keys keys;
    private final PairSort words;

    /** The keys by their addresses, which have sixty bits. */
    interface Keys {
        byte[] array(long address);

        int offset(long address);

        int length(long address);
    }

    SortedKeys(long[] pairs, Keys keys) {
        this.pairs = pairs;
        this.keys = keys;
        this.words = new PairSort(pairs, Long::compareUnsigned);
    }

    /** The word of a key of this length from the depth on. */
    static long word(int length, long address) {
        return (long) Math.min(length, GOES_ON) << WORD_SHIFT | address;
    }

    static long address(long word) {
        return word & ADDRESS;
    }

    /** Whether the keys of two pairs may be equal, once they are sorted. */
    boolean mayBeEqual(int i, int j) {
        return pairs[2 * i] == pairs[2 * j] && pairs[2 * i + 1] >>> WORD_SHIFT == pairs[2 * j + 1] >>> WORD_SHIFT;
    }

    /** Sorts the pairs {@code [from, to)}, whose numbers begin with the first byte of the keys. */
    void sort(int from, int to) {
        sort(from, to, 0, 0);
    }

    private void sort(int from, int to, int depth, int level) {
        if (!inOrder(from, to)) {
            deal(from, to);
        }
        for (int i = from; i < to; i++) {
            if (pairs[2 * i + 1] >>> WORD_SHIFT == GOES_ON) {
                int end = i + 1;
                while (end < to && goesOnAs(i, end)) {
                    end++;
                }
                if (end - i > 1) {
                    sortDeeper(i, end, depth + Long.BYTES, level + 1);
                }
                i = end - 1;
            }
        }
    }

    private boolean goesOnAs(int i, int j) {
        return pairs[2 * j] == pairs[2 * i] && pairs[2 * j + 1] >>> WORD_SHIFT == GOES_ON;
    }

    /** Keys that are the same up to {@code depth}, and longer, in the order of their addresses. */
    private void sortDeeper(int from, int to, int depth, int level) {
        if (level > MOST_LEVELS) {
            PairSort order = new PairSort(pairs, this::compare);
            for (int i = from; i < to; i++) {
                pairs[2 * i] = 0;
            }
            order.sort(from, to);
            return;
        }
        long first = address(pairs[2 * from + 1]);
        int same = keys.length(first);
        boolean equal = true;
        for (int i = from + 1; i < to; i++) {
            long other = address(pairs[2 * i + 1]);
            int mismatch = mismatch(first, other, depth);
            equal &= mismatch < 0;
            same = mismatch < 0 ? same : Math.min(same, mismatch);
        }
        if (equal) {
            return;
        }
        for (int i = from; i < to; i++) {
            long address = address(pairs[2 * i + 1]);
            int rest = keys.length(address) - same;
            pairs[2 * i] = KeyPrefix.of(keys.array(address), keys.offset(address) + same, rest);
            pairs[2 * i + 1] = word(rest, address);
        }
        sort(from, to, same, level);
    }

    /** The first byte in which two keys differ, at {@code depth} or later; -1 if they are equal. */
    private int mismatch(long left, long right, int depth) {
        int atLeft = keys.offset(left);
        int atRight = keys.offset(right);
        int mismatch = Arrays.mismatch(
                keys.array(left),
                atLeft + depth,
                atLeft + keys.length(left),
                keys.array(right),
                atRight + depth,
                atRight + keys.length(right));
        return mismatch < 0 ? -1 : depth + mismatch;
    }

    private int compare(long left, long right) {
        long a = address(left);
        long b = address(right);
        int byKey = Arrays.compareUnsigned(
                keys.array(a),
                keys.offset(a),
                keys.offset(a) + keys.length(a),
                keys.array(b),
                keys.offset(b),
                keys.offset(b) + keys.length(b));
        return byKey != 0 ? byKey : Long.compare(a, b);
    }

    /** Whether the pairs are in order; those in falling order are turned round. */
    private boolean inOrder(int from, int to) {
        int i = from + 1;
        while (i < to && !isLess(i, i - 1)) {
            i++;
        }
        if (i >= to) {
            return true;
        }
        if (i > from + 1) {
            return false;
        }
        while (i < to && isLess(i, i - 1)) {
            i++;
        }
        if (i < to) {
            return false;
        }
        for (int lo = from, hi = to - 1; lo < hi; lo++, hi--) {
            swap(lo, hi);
        }
        return true;
    }

    private boolean isLess(int i, int j) {
        return isLess(pairs[2 * i], pairs[2 * i + 1], pairs[2 * j], pairs[2 * j + 1]);
    }

    private static boolean isLess(long number, long word, long otherNumber, long otherWord) {
        return number == otherNumber
                ? Long.compareUnsigned(word, otherWord) < 0
                : Long.compareUnsigned(number, otherNumber) < 0;
    }

    /** Sorts by number and word. Many pairs are dealt out in place by the highest byte that is not the same in all numbers. */
    private void deal(int from, int to) {
        long differ = 0;
        if (to - from > MANY) {
            for (int i = from + 1; i < to; i++) {
                differ |= pairs[2 * i] ^ pairs[2 * from];
            }
        }
        if (differ == 0) {
            words.sort(from, to);
            return;
        }
        int shift = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differ)) & ~7;
        int[] ends = new int[RADIX];
        for (int i = from; i < to; i++) {
            ends[(int) (pairs[2 * i] >>> shift) & 0xFF]++;
        }
        int[] next = new int[RADIX];
        int sum = from;
        for (int digit = 0; digit < RADIX; digit++) {
            next[digit] = sum;
            sum += ends[digit];
            ends[digit] = sum;
        }
        dealOut(shift, next, ends);
        int first = from;
        for (int digit = 0; digit < RADIX; digit++) {
            if (ends[digit] - first > 1) {
                deal(first, ends[digit]);
            }
            first = ends[digit];
        }
    }

    /** Every pair to the place of its digit; what was there goes on to its own. */
    private void dealOut(int shift, int[] next, int[] ends) {
        for (int digit = 0; digit < RADIX; digit++) {
            while (next[digit] < ends[digit]) {
                int at = 2 * next[digit];
                long number = pairs[at];
                long word = pairs[at + 1];
                int own = (int) (number >>> shift) & 0xFF;
                while (own != digit) {
                    int to = 2 * next[own]++;
                    long otherNumber = pairs[to];
                    long otherWord = pairs[to + 1];
                    pairs[to] = number;
                    pairs[to + 1] = word;
                    number = otherNumber;
                    word = otherWord;
                    own = (int) (number >>> shift) & 0xFF;
                }
                pairs[at] = number;
                pairs[at + 1] = word;
                next[digit]++;
            }
        }
    }

    private void swap(int i, int j) {
        long number = pairs[2 * i];
        long word = pairs[2 * i + 1];
        pairs[2 * i] = pairs[2 * j];
        pairs[2 * i + 1] = pairs[2 * j + 1];
        pairs[2 * j] = number;
        pairs[2 * j + 1] = word;
    }
}
