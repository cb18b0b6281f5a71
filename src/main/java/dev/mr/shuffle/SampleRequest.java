package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.task.CheckedText;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What another process needs to sample a job's keys. As text, {@link CheckedText}; names and values that a user chose are in
 * hexadecimal:
 *
 * <pre>
 * mr-sample 1
 * directory PATH
 * option NAME VALUE                                       for each of the job's
 * window FIRST NEXT INDEX SOURCE BYTES MODIFIED INODE PATH  for each, in order
 * </pre>
 *
 * @param jobDirectory the job's
 */
public record SampleRequest(JobSpec spec, Path jobDirectory, List<SampleWindow> windows) {
    private static final String HEADER = "mr-sample 1";
    private static final HexFormat HEX = HexFormat.of();

    /** A sample of these inputs, read as {@code input}. */
    public static SampleRequest of(JobSpec spec, Path jobDirectory, Input input, List<InputFile> inputs) {
        return new SampleRequest(spec, jobDirectory, SamplePlan.windows(input, inputs, spec.reduceTasks()));
    }

    public byte[] format() {
        List<String> lines = new ArrayList<>(List.of(HEADER, "directory " + hex(jobDirectory.toString())));
        spec.options().forEach((name, value) -> lines.add("option " + hex(name) + " " + hex(value)));
        for (SampleWindow window : windows) {
            InputFile input = window.input();
            lines.add("window " + window.first() + " " + window.next() + " " + input.index() + " " + input.source()
                    + " " + input.bytes() + " " + input.modifiedNanos() + " " + input.inode() + " "
                    + hex(input.path()));
        }
        return CheckedText.format(lines);
    }

    /**
     * The inverse of {@link #format}.
     *
     * @throws IllegalArgumentException when it is not that
     */
    public static SampleRequest parse(byte[] content) {
        List<String> lines = CheckedText.parse(content);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("does not begin with \"" + HEADER + "\"");
        }
        Map<String, String> options = new LinkedHashMap<>();
        List<SampleWindow> windows = new ArrayList<>();
        String directory = "";
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ", -1);
            switch (words[0]) {
                case "directory" -> directory = text(words[1]);
                case "option" -> options.put(text(words[1]), text(words[2]));
                case "window" -> windows.add(window(words));
                default -> throw new IllegalArgumentException("has the line \"" + line + "\"");
            }
        }
        return new SampleRequest(JobSpec.ofOptions(options), Path.of(directory), windows);
    }

    private static SampleWindow window(String[] words) {
        InputFile input = new InputFile(
                Integer.parseInt(words[3]),
                Integer.parseInt(words[4]),
                text(words[8]),
                Long.parseLong(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]));
        return new SampleWindow(input, Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    private static String hex(String text) {
        return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String hex) {
        return new String(HEX.parseHex(hex), StandardCharsets.UTF_8);
    }
}
