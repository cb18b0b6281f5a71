package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import java.util.List;

/**
 * Several cursors as one: by key, and among equal keys in the order of the cursors. A binary heap of cursor numbers; the least
 * stays on top until it is asked to move on.
 */
final class MergeCursor implements RecordCursor {
    private final List<? extends RecordCursor> cursors;
    private final RecordCursor[] heap;
    private final int[] order;
    private int size;
    private boolean begun;

    /** Takes over the cursors, which are before their first record. */
    MergeCursor(List<? extends RecordCursor> cursors) {
        this.cursors = cursors;
        this.heap = new RecordCursor[cursors.size()];
        this.order = new int[cursors.size()];
    }

    @Override
    public boolean next() throws IOException, TaskException {
        if (!begun) {
            begun = true;
            for (int i = 0; i < cursors.size(); i++) {
                if (cursors.get(i).next()) {
                    heap[size] = cursors.get(i);
                    order[size++] = i;
                }
            }
            for (int i = size / 2 - 1; i >= 0; i--) {
                sink(i);
            }
        } else if (size > 0) {
            if (!heap[0].next()) {
                size--;
                heap[0] = heap[size];
                order[0] = order[size];
            }
            sink(0);
        }
        return size > 0;
    }

    private void sink(int from) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isLess(child + 1, child)) {
                child++;
            }
            if (!isLess(child, at)) {
                return;
            }
            RecordCursor cursor = heap[at];
            int number = order[at];
            heap[at] = heap[child];
            order[at] = order[child];
            heap[child] = cursor;
            order[child] = number;
            at = child;
        }
    }

    private boolean isLess(int i, int j) {
        int byKey = heap[i].key().compareTo(heap[j].key());
        return byKey < 0 || (byKey == 0 && order[i] < order[j]);
    }

    @Override
    public Slice key() {
        return heap[0].key();
    }

    @Override
    public long number() {
        return heap[0].number();
    }

    @Override
    public Slice value() throws IOException, TaskException {
        return heap[0].value();
    }

    @Override
    public void close() throws IOException {
        for (RecordCursor cursor : cursors) {
            cursor.close();
        }
    }
}
