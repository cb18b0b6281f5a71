package dev.mr.chunk;

import dev.mr.task.ChunkManifest.By;

/**
 * Cuts a stream of {@code total} bytes into {@code count} chunks, each at the first allowed position at or after its ideal
 * one. Bytes go from a window into the chunks; only those near a cut are looked at. The window keeps, besides what is
 * new, the {@link Boundary#CONTEXT} bytes before it, and holds back as many until what follows is known.
 */
final class Cutter {
    private final byte[] window;
    private final By by;
    private final long total;
    private final int count;

    /** The window has {@code windowBytes}, more than twice the context. */
    Cutter(By by, long total, int count, int windowBytes) {
        this.window = new byte[windowBytes];
        this.by = by;
        this.total = total;
        this.count = count;
    }

    /** Reads the inputs to their end and leaves {@code count} complete chunks. */
    void cut(JoinedInputs inputs, ChunkFiles chunks) {
        long base = 0;
        int done = 0;
        int filled = 0;
        while (true) {
            filled = inputs.fill(window, filled);
            boolean end = filled < window.length;
            int known = end ? filled : filled - Boundary.CONTEXT;
            while (chunks.complete() < count - 1) {
                long ideal = ChunkCount.idealCut(chunks.complete() + 1, total, count) - base;
                int cut = ideal > known ? Boundary.NONE : firstCut(Math.max(done, (int) ideal), known, filled);
                if (cut == Boundary.NONE) {
                    break;
                }
                chunks.write(window, done, cut);
                chunks.endChunk();
                done = cut;
            }
            chunks.write(window, done, known);
            if (end) {
                chunks.endChunk();
                return;
            }
            int kept = known - Boundary.CONTEXT;
            System.arraycopy(window, kept, window, 0, filled - kept);
            base += kept;
            done = known - kept;
            filled -= kept;
        }
    }

    private int firstCut(int at, int known, int filled) {
        return Boundary.first(by, window, at, known, filled);
    }
}
