package dev.mr.shuffle;

import java.util.Arrays;

/**
 * The values of many groups in the order in which they came, each as its number and how often it stood there: written one behind the
 * other, wherever its group is, and put together group by group at the end. One thread.
 *
 * <p>A chain from each value to the next of its group wants no second pass, but then each step, to write it and to read it, waits for
 * the memory. Here only the second pass goes to many places, and that waits for none of them.
 */
final class GroupLog {
    private static final int ENTRY_INTS = 3;
    private static final int MAX_SHIFT = 12;

    private final int shift;
    private int[][] chunks = new int[4][];
    private int made;
    private int count;

    /** With chunks of a size that suits this memory. */
    GroupLog(long memoryBytes) {
        long share = Math.max(1, memoryBytes / (64 * ENTRY_INTS * Integer.BYTES));
        this.shift = Math.min(MAX_SHIFT, Long.SIZE - 1 - Long.numberOfLeadingZeros(share));
    }

    private long chunkBytes() {
        return (long) (ENTRY_INTS * Integer.BYTES) << shift;
    }

    /** What it takes, with what it will take to put the groups together. */
    long bytes() {
        return made * chunkBytes() + (long) Long.BYTES * count;
    }

    /** What so many more entries would make it take more. */
    long moreFor(int entries) {
        long chunksWanted = ((long) count + entries + (1 << shift) - 1) >>> shift;
        return Math.max(0, chunksWanted - made) * chunkBytes() + (long) Long.BYTES * entries;
    }

    void append(int group, int value, int times) {
        int chunk = count >>> shift;
        if (chunk == made) {
            addChunk();
        }
        int[] ints = chunks[chunk];
        int at = ENTRY_INTS * (count & ((1 << shift) - 1));
        ints[at] = group;
        ints[at + 1] = value;
        ints[at + 2] = times;
        count++;
    }

    private void addChunk() {
        if (made == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * made);
        }
        chunks[made++] = new int[ENTRY_INTS << shift];
    }

    /**
     * All entries group by group, those of a group in the order in which they came: {@link #value} and {@link #times} say what an entry
     * is. Those of group g lie before {@code ends[g]}, from {@code ends[g - 1]} on, or from 0.
     *
     * @param ends room for as many numbers as there are groups, all 0
     */
    long[] gather(int[] ends) {
        for (int i = 0; i < count; i++) {
            ends[group(i)]++;
        }
        int end = 0;
        for (int g = 0; g < ends.length; g++) {
            int first = end;
            end += ends[g];
            ends[g] = first;
        }
        long[] entries = new long[count];
        for (int i = 0; i < count; i++) {
            int[] ints = chunks[i >>> shift];
            int at = ENTRY_INTS * (i & ((1 << shift) - 1));
            entries[ends[ints[at]]++] = (long) ints[at + 1] << Integer.SIZE | ints[at + 2];
        }
        return entries;
    }

    private int group(int entry) {
        return chunks[entry >>> shift][ENTRY_INTS * (entry & ((1 << shift) - 1))];
    }

    static int value(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    static int times(long entry) {
        return (int) entry;
    }

    /** Forgets all entries, keeps the chunks. */
    void clear() {
        count = 0;
    }

    /** Drops the chunks that nothing lies in. */
    void shrink() {
        int used = (count + (1 << shift) - 1) >>> shift;
        Arrays.fill(chunks, used, chunks.length, null);
        made = used;
    }
}
