package dev.mr.chunk;

import org.jspecify.annotations.Nullable;

/** How many chunks: N. */
final class ChunkCount {
    static final int MOST = 1_000_000;

    private ChunkCount() {}

    /** N, or 1 after a problem was noted. */
    static int parse(@Nullable String text, Problems problems) {
        if (text == null) {
            problems.add("--chunks is missing, expected the number of chunks such as --chunks 6");
            return 1;
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 1 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException notANumber) {
            // Told below with the numbers that are out of range.
        }
        problems.add("--chunks is \"" + text + "\", expected a whole number from 1 to " + MOST);
        return 1;
    }

    /** The position of ideal cut {@code i}: {@code i * total / count}, rounded up to a whole byte, without overflow. */
    static long idealCut(int i, long total, int count) {
        long remainders = i * (total % count);
        return i * (total / count) + (remainders + count - 1) / count;
    }
}
