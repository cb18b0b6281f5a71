package dev.mr.job;

/** How long the attempts of a phase took that won. Keeps no more than counts, so the median is right to a sixteenth. */
final class Durations {
    private static final int STEPS_BITS = 4;
    private static final int STEPS = 1 << STEPS_BITS;

    /** By the exponent of the nanoseconds and the next four bits. */
    private final int[] counts = new int[Long.SIZE * STEPS];

    private int all;

    void add(long nanos) {
        counts[index(Math.max(STEPS, nanos))]++;
        all++;
    }

    private static int index(long nanos) {
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (exponent - STEPS_BITS)) & (STEPS - 1);
        return exponent * STEPS + step;
    }

    boolean isEmpty() {
        return all == 0;
    }

    /** In nanoseconds, rounded up; there must be some. */
    long median() {
        int before = 0;
        int index = -1;
        while (2L * before < all) {
            index++;
            before += counts[index];
        }
        int exponent = index / STEPS;
        return (long) (STEPS + index % STEPS + 1) << (exponent - STEPS_BITS);
    }
}
