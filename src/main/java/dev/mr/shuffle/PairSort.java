package dev.mr.shuffle;

/**
 * Sorts pairs (prefix, address): {@code pairs[2i]} orders as an unsigned number, {@code order} decides between equal prefixes. No
 * two compare as equal. A quicksort that recurses into the smaller part only, and becomes a heap sort where it got too deep: no
 * order takes more than n log n comparisons, times a small constant.
 */
final class PairSort {
    private static final int SMALL = 16;
    private static final int MANY = 256;

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

    /** Sorts the pairs {@code [from, to)}. */
    void sort(int from, int to) {
        sort(from, to, 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(to - from)));
    }

    private void sort(int from, int to, int depth) {
        int lo = from;
        int hi = to;
        int left = depth;
        while (hi - lo > SMALL) {
            if (left-- == 0) {
                heapSort(lo, hi);
                return;
            }
            int middle = partition(lo, hi);
            if (middle - lo < hi - middle) {
                sort(lo, middle, left);
                lo = middle + 1;
            } else {
                sort(middle + 1, hi, left);
                hi = middle;
            }
        }
        insertionSort(lo, hi);
    }

    /** Puts some pair in its place, what is less before it, what is greater behind it; answers the place. */
    private int partition(int lo, int hi) {
        swap(lo, pivot(lo, hi));
        long prefix = pairs[2 * lo];
        long address = pairs[2 * lo + 1];
        int i = lo;
        int j = hi;
        while (true) {
            do {
                i++;
            } while (i < j && less(pairs[2 * i], pairs[2 * i + 1], prefix, address));
            do {
                j--;
            } while (j > lo && less(prefix, address, pairs[2 * j], pairs[2 * j + 1]));
            if (i >= j) {
                swap(lo, j);
                return j;
            }
            swap(i, j);
        }
    }

    /** Near the median: of three, or of three medians of three. */
    private int pivot(int lo, int hi) {
        int middle = (lo + hi) >>> 1;
        int last = hi - 1;
        if (hi - lo < MANY) {
            return median(lo, middle, last);
        }
        int step = (hi - lo) >>> 3;
        return median(
                median(lo, lo + step, lo + 2 * step),
                median(middle - step, middle, middle + step),
                median(last - 2 * step, last - step, last));
    }

    private int median(int a, int b, int c) {
        if (less(a, b)) {
            return less(b, c) ? b : less(a, c) ? c : a;
        }
        return less(a, c) ? a : less(b, c) ? c : b;
    }

    private void insertionSort(int lo, int hi) {
        for (int i = lo + 1; i < hi; i++) {
            long prefix = pairs[2 * i];
            long address = pairs[2 * i + 1];
            int j = i;
            while (j > lo && less(prefix, address, pairs[2 * j - 2], pairs[2 * j - 1])) {
                pairs[2 * j] = pairs[2 * j - 2];
                pairs[2 * j + 1] = pairs[2 * j - 1];
                j--;
            }
            pairs[2 * j] = prefix;
            pairs[2 * j + 1] = address;
        }
    }

    private void heapSort(int lo, int hi) {
        int count = hi - lo;
        for (int i = count / 2 - 1; i >= 0; i--) {
            sink(lo, i, count);
        }
        for (int end = count - 1; end > 0; end--) {
            swap(lo, lo + end);
            sink(lo, 0, end);
        }
    }

    private void sink(int lo, int from, int count) {
        int at = from;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && less(lo + child, lo + child + 1)) {
                child++;
            }
            if (!less(lo + at, lo + child)) {
                return;
            }
            swap(lo + at, lo + child);
            at = child;
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

    private static void swap(long[] pairs, int i, int j) {
        long prefix = pairs[2 * i];
        long address = pairs[2 * i + 1];
        pairs[2 * i] = pairs[2 * j];
        pairs[2 * i + 1] = pairs[2 * j + 1];
        pairs[2 * j] = prefix;
        pairs[2 * j + 1] = address;
    }
}
