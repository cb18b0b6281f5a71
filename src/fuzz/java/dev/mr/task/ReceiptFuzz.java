package dev.mr.task;

import dev.mr.fuzz.FuzzTarget;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link ReceiptText}: refuses, or reads what it would write. */
public final class ReceiptFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        AttemptId map = new AttemptId(TaskId.map(17), 2, -1);
        AttemptId reduce = new AttemptId(TaskId.reduce(0), 1, 1);
        return List.of(
                Sealed.seed(ReceiptText.format(new Receipt(
                        map,
                        List.of(new Extent(0, 0, 4096), new Extent(3, 17, 17)),
                        List.of(new FileStats(10, 2, 0xbeef), FileStats.EMPTY),
                        0,
                        List.of(),
                        new TreeMap<>(Map.of("words", 5L, "skipped.records", -1L))))),
                Sealed.seed(ReceiptText.format(new Receipt(
                        reduce,
                        List.of(),
                        List.of(FileStats.EMPTY),
                        9,
                        List.of(new SideFile("a.txt", new FileStats(7, 0, 9))),
                        new TreeMap<>()))));
    }

    @Override
    public void run(byte[] input) {
        Receipt read;
        try {
            read = ReceiptText.parse(Sealed.content(input));
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!ReceiptText.parse(ReceiptText.format(read)).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
