package dev.mr.task;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The file format of a RECEIPT: {@link CheckedText} whose lines are, in this order,
 *
 * <pre>
 * mr-receipt 1
 * attempt TASK NUMBER NONCE
 * read RECORDS
 * extent INPUT FIRST NEXT        (each extent, in order)
 * file BYTES RECORDS CRC32C      (each file, in order of bucket)
 * side BYTES CRC32C NAME         (each side file, by name)
 * counter NAME VALUE             (by name)
 * </pre>
 */
public final class ReceiptText {
    private static final String HEADER = "mr-receipt 1";
    private static final HexFormat HEX = HexFormat.of();

    private ReceiptText() {}

    public static byte[] format(Receipt receipt) {
        List<String> lines = new ArrayList<>();
        AttemptId attempt = receipt.attempt();
        lines.add(HEADER);
        lines.add("attempt " + attempt.task() + " " + attempt.number() + " " + attempt.nonceText());
        lines.add("read " + receipt.recordsRead());
        for (Extent extent : receipt.extents()) {
            lines.add("extent " + extent.input() + " " + extent.first() + " " + extent.next());
        }
        for (FileStats file : receipt.files()) {
            lines.add("file " + file.bytes() + " " + file.records() + " " + HEX.toHexDigits(file.crc32c()));
        }
        for (SideFile side : receipt.sideFiles()) {
            lines.add("side " + side.stats().bytes() + " "
                    + HEX.toHexDigits(side.stats().crc32c()) + " " + side.name());
        }
        for (Map.Entry<String, Long> counter : receipt.counters().entrySet()) {
            lines.add("counter " + counter.getKey() + " " + counter.getValue());
        }
        return CheckedText.format(lines);
    }

    /**
     * Reads what {@link #format} wrote.
     *
     * @throws IllegalArgumentException saying what is wrong, when it is anything else
     */
    public static Receipt parse(byte[] content) {
        List<String> lines = CheckedText.parse(content);
        if (lines.size() < 3 || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("does not begin with \"" + HEADER + "\"");
        }
        String[] attempt = fields(lines.get(1), "attempt", 4);
        long read = Long.parseLong(fields(lines.get(2), "read", 2)[1]);
        List<Extent> extents = new ArrayList<>();
        List<FileStats> files = new ArrayList<>();
        List<SideFile> sideFiles = new ArrayList<>();
        SortedMap<String, Long> counters = new TreeMap<>();
        for (String line : lines.subList(3, lines.size())) {
            if (line.startsWith("extent ")) {
                String[] f = fields(line, "extent", 4);
                extents.add(new Extent(Integer.parseInt(f[1]), Long.parseLong(f[2]), Long.parseLong(f[3])));
            } else if (line.startsWith("file ")) {
                String[] f = fields(line, "file", 4);
                files.add(
                        new FileStats(Long.parseLong(f[1]), Long.parseLong(f[2]), Integer.parseUnsignedInt(f[3], 16)));
            } else if (line.startsWith("side ")) {
                String[] f = fields(line, "side", 4);
                sideFiles.add(
                        new SideFile(f[3], new FileStats(Long.parseLong(f[1]), 0, Integer.parseUnsignedInt(f[2], 16))));
            } else {
                String[] f = fields(line, "counter", 3);
                counters.put(f[1], Long.parseLong(f[2]));
            }
        }
        AttemptId id = new AttemptId(
                TaskId.parse(attempt[1]), Integer.parseInt(attempt[2]), Long.parseUnsignedLong(attempt[3], 16));
        return new Receipt(id, extents, files, read, sideFiles, counters);
    }

    private static String[] fields(String line, String keyword, int count) {
        String[] fields = line.split(" ", -1);
        if (fields.length != count || !fields[0].equals(keyword)) {
            throw new IllegalArgumentException("has the line \"" + line + "\" where \"" + keyword + "\" belongs");
        }
        return fields;
    }
}
