package dev.mr.shuffle;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Memory that is handed out piece by piece, in units of eight bytes, and taken back all at once. An address is an int above 0.
 * A piece larger than a page has a page of its own. One thread.
 */
final class GroupPages {
    private static final int MIN_SHIFT = 10;
    private static final int MAX_SHIFT = 20;
    private static final int UNIT_SHIFT = 3;
    private static final byte[] NONE = {};

    private final int shift;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private byte[][] pages = new byte[4][];
    private int page = -1;
    private int used;
    private int room;
    private long bytes;

    GroupPages(long memoryBytes) {
        Arrays.fill(pages, NONE);
        long share = Math.max(1, memoryBytes / 64);
        this.shift = Math.max(MIN_SHIFT, Math.min(MAX_SHIFT, Long.SIZE - 1 - Long.numberOfLeadingZeros(share)));
    }

    /** What all pages take. */
    long bytes() {
        return bytes;
    }

    /** What pages take that nothing lies in. */
    long freeBytes() {
        return (long) free.size() << shift;
    }

    /** What one more piece of this size would make all pages take more. */
    long moreFor(int size) {
        return size <= room - used || (size <= 1 << shift && !free.isEmpty()) ? 0 : Math.max(size, 1 << shift);
    }

    /** A piece of {@code size} bytes, a multiple of eight, with anything in them. */
    int allocate(int size) {
        if (size > room - used) {
            nextPage(size);
        }
        int address = (page << (shift - UNIT_SHIFT) | used >>> UNIT_SHIFT) + 1;
        used += size;
        return address;
    }

    private void nextPage(int size) {
        boolean own = size > 1 << shift;
        byte[] next = own ? null : free.poll();
        if (next == null) {
            next = new byte[Math.max(size, 1 << shift)];
            bytes += next.length;
        }
        if (++page == pages.length) {
            pages = Arrays.copyOf(pages, 2 * pages.length);
            Arrays.fill(pages, page, pages.length, NONE);
        }
        pages[page] = next;
        used = 0;
        room = next.length;
    }

    byte[] array(int address) {
        return pages[(address - 1) >>> (shift - UNIT_SHIFT)];
    }

    int offset(int address) {
        return ((address - 1) << UNIT_SHIFT) & ((1 << shift) - 1);
    }

    /** Takes all pieces back; keeps the pages. */
    void clear() {
        for (; page >= 0; page--) {
            byte[] old = pages[page];
            if (old.length == 1 << shift) {
                free.add(old);
            } else {
                bytes -= old.length;
            }
            pages[page] = NONE;
        }
        used = 0;
        room = 0;
    }

    /** Drops free pages until all take no more than this. */
    void shrinkTo(long most) {
        while (bytes > most && !free.isEmpty()) {
            bytes -= free.remove().length;
        }
    }
}
