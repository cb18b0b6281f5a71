package dev.mr.driver;

import dev.mr.task.BadRecord;
import dev.mr.task.CheckedText;
import dev.mr.task.TaskId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code .mr/quarantine/<input>-<offset>.txt} says of a record that was left out; a {@link CheckedText}.
 *
 * @param file where it was, as shown to people
 * @param source which of the inputs that were named it came from, from 0
 * @param text what happened, of any number of lines
 */
record KeptNote(String file, BadRecord record, int source, TaskId task, String text) {
    private static final List<String> HEAD =
            List.of("file    ", "offset  ", "bytes   ", "crc32c  ", "input   ", "task    ");

    /** What the names of the record's two files begin with. */
    static String name(BadRecord record) {
        return record.input() + "-" + record.offset();
    }

    byte[] format() {
        List<Object> values = List.of(
                file.replace("\n", "\\n").replace("\r", "\\r"),
                record.offset(),
                record.bytes(),
                HexFormat.of().toHexDigits(record.crc32c()),
                source,
                task);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < HEAD.size(); i++) {
            lines.add(HEAD.get(i) + values.get(i));
        }
        lines.add("");
        lines.addAll(List.of(text.split("\n", -1)));
        return CheckedText.format(lines);
    }

    /**
     * The note of that name.
     *
     * @throws IllegalArgumentException when it is damaged, or that of another
     */
    static KeptNote parse(String name, byte[] content) {
        List<String> lines = CheckedText.parse(content);
        if (lines.size() <= HEAD.size()) {
            throw new IllegalArgumentException("is cut short");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < HEAD.size(); i++) {
            if (!lines.get(i).startsWith(HEAD.get(i))) {
                throw new IllegalArgumentException("has no line " + HEAD.get(i).strip());
            }
            values.add(lines.get(i).substring(HEAD.get(i).length()));
        }
        BadRecord record = new BadRecord(
                Integer.parseInt(name.substring(0, name.indexOf('-'))),
                Long.parseLong(values.get(1)),
                Integer.parseInt(values.get(2)),
                HexFormat.fromHexDigits(values.get(3)));
        if (record.bytes() < 0 || Integer.parseInt(values.get(4)) < 0) {
            throw new IllegalArgumentException("has a number below zero");
        }
        if (!name(record).equals(name)) {
            throw new IllegalArgumentException("is that of the record at offset " + record.offset());
        }
        return new KeptNote(
                values.get(0),
                record,
                Integer.parseInt(values.get(4)),
                TaskId.parse(values.get(5)),
                String.join("\n", lines.subList(HEAD.size() + 1, lines.size())));
    }
}
