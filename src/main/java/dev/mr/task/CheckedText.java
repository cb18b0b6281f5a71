package dev.mr.task;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Lines of text that can tell whether they are whole: UTF-8, each line ended by a newline, and a last line
 * {@code end <crc32c of all before it>}.
 */
public final class CheckedText {
    private static final String END = "end ";

    private CheckedText() {}

    /** The lines with their closing line. No line may hold a newline. */
    public static byte[] format(List<String> lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append('\n');
        }
        int crc = crc(text.toString().getBytes(StandardCharsets.UTF_8));
        return text.append(END)
                .append(HexFormat.of().toHexDigits(crc))
                .append('\n')
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The lines without their closing line.
     *
     * @throws IllegalArgumentException when the text is cut short or altered
     */
    public static List<String> parse(byte[] content) {
        int endLine = "end 00000000\n".length();
        int body = content.length - endLine;
        if (body < 0 || (body > 0 && content[body - 1] != '\n')) {
            throw new IllegalArgumentException("is cut short");
        }
        byte[] text = Arrays.copyOf(content, body);
        String expected = END + HexFormat.of().toHexDigits(crc(text)) + "\n";
        if (!expected.equals(new String(content, body, endLine, StandardCharsets.UTF_8))) {
            throw new IllegalArgumentException("does not match its checksum");
        }
        return new String(text, StandardCharsets.UTF_8).lines().toList();
    }

    /** CRC32C of the whole content, which names it in a message. */
    public static int digest(byte[] content) {
        return crc(content);
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
