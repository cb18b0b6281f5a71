package dev.mr.shuffle;

/**
 * A quicksort of pairs (prefix, address): {@code pairs[2i]} orders as an unsigned number, {@code order} decides between
 * equal prefixes. No two compare as equal. Recurses into the smaller part only.
 */
final class PairSort {
    private static final int SMALL = 12;

    private final long[] pairs;
    private final Order order;

    /** Compares the keys at two addresses. */
    @FunctionalInterface
    interface Order {
        int compare(long left, long right);
    }

    PairSort(long[] pairs, Order order) {
        this.pairs = pairs;
        this.order = order;
    }

    /** Sorts the first {@code count} pairs. */
    void sort(int count) {
        sort(0, count);
    }

    /** Sorts the pairs {@code [from, to)}. */
    void sort(int from, int to) {
        int lo = from;
        int hi = to;
        while (hi - lo > SMALL) {
            int middle = partition(lo, hi);
            if (middle - lo < hi - middle) {
                sort(lo, middle);
                lo = middle + 1;
            } else {
                sort(middle + 1, hi);
                hi = middle;
            }
        }
        insertionSort(lo, hi);
    }

    /** Puts the median of three in its place, what is less before it, what is greater behind it; answers the place. */
    private int partition(int lo, int hi) {
        int last = hi - 1;
        int middle = (lo + last) >>> 1;
        if (less(middle, lo)) {
            swap(middle, lo);
        }
        if (less(last, lo)) {
            swap(last, lo);
        }
        if (less(middle, last)) {
            swap(middle, last);
        }
        long prefix = pairs[2 * last];
        long address = pairs[2 * last + 1];
        int store = lo;
        for (int i = lo; i < last; i++) {
            if (less(pairs[2 * i], pairs[2 * i + 1], prefix, address)) {
                swap(i, store++);
            }
        }
        swap(store, last);
        return store;
    }

    private void insertionSort(int lo, int hi) {
        for (int i = lo + 1; i < hi; i++) {
            for (int j = i; j > lo && less(j, j - 1); j--) {
                swap(j, j - 1);
            }
        }
    }

    private boolean less(int i, int j) {
        return less(pairs[2 * i], pairs[2 * i + 1], pairs[2 * j], pairs[2 * j + 1]);
    }

    private boolean less(long prefix, long address, long otherPrefix, long otherAddress) {
        int byPrefix = Long.compareUnsigned(prefix, otherPrefix);
        return byPrefix != 0 ? byPrefix < 0 : order.compare(address, otherAddress) < 0;
    }

    private void swap(int i, int j) {
        swap(pairs, i, j);
    }

    static void swap(long[] pairs, int i, int j) {
        long prefix = pairs[2 * i];
        long address = pairs[2 * i + 1];
        pairs[2 * i] = pairs[2 * j];
        pairs[2 * i + 1] = pairs[2 * j + 1];
        pairs[2 * j] = prefix;
        pairs[2 * j + 1] = address;
    }
}
