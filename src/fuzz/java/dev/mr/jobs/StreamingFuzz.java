package dev.mr.jobs;

import dev.mr.api.Output;
import dev.mr.fuzz.FuzzTarget;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What commands say: lines are the same however their bytes arrive, escapes come back, a line that counts has a name that a counter
 * may have. The first byte is how many bytes arrive at a time.
 */
public final class StreamingFuzz implements FuzzTarget {
    private static final int LONGEST_LINE = 300;

    /** Lines are only shown, never emitted. */
    private static final Output NOWHERE = (Output)
            Proxy.newProxyInstance(StreamingFuzz.class.getClassLoader(), new Class<?>[] {Output.class}, (p, m, a) -> {
                throw new UnsupportedOperationException(m.getName());
            });

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(
                "\7key\tvalue\n\\\\a\\tb\t\\n\\r\n\nlast",
                "\1mr:counter  words.seen  -17 ",
                "\2reporter:counter:My Group,lines read, 9223372036854775807")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return seeds;
    }

    @Override
    public void run(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] text = Arrays.copyOfRange(input, 1, input.length);
        requireEqual(lines(text, text.length), lines(text, 1 + (input[0] & 0xFF)));
        byte[] escaped = escaped(text);
        requireEqual(Arrays.toString(text), Arrays.toString(Arrays.copyOf(escaped, unescape(escaped))));
        unescape(text.clone());
        CounterLine line = CounterLine.of(text, Math.min(text.length, CounterLine.MAX_BYTES));
        if (line != null && !line.name().matches("[A-Za-z0-9._-]{1,100}")) {
            throw new AssertionError(line);
        }
    }

    private static int unescape(byte[] bytes) {
        int end = Escapes.unescape(bytes, 0, bytes.length);
        if (end < bytes.length / 2 || end > bytes.length) {
            throw new AssertionError("of " + bytes.length + " bytes " + end);
        }
        return end;
    }

    private static byte[] escaped(byte[] bytes) {
        ByteArrayOutputStream escaped = new ByteArrayOutputStream();
        for (byte b : bytes) {
            byte letter = Escapes.letter(b);
            if (letter != 0) {
                escaped.write('\\');
            }
            escaped.write(letter == 0 ? b : letter);
        }
        return escaped.toByteArray();
    }

    private static List<String> lines(byte[] text, int atOnce) {
        List<String> lines = new ArrayList<>();
        LineCutter cutter = new LineCutter(
                (bytes, from, tab, to, out) -> {
                    if (from > tab || tab > to) {
                        throw new AssertionError(from + " " + tab + " " + to);
                    }
                    lines.add((tab - from) + " " + new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
                },
                LONGEST_LINE);
        try {
            for (int at = 0; at < text.length; at += atOnce) {
                byte[] part = Arrays.copyOfRange(text, at, Math.min(text.length, at + atOnce));
                cutter.add(part, part.length, NOWHERE);
            }
            cutter.end(NOWHERE);
        } catch (CommandException tooLong) {
            lines.add(tooLong.toString());
        }
        return lines;
    }

    private static void requireEqual(Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(expected + " became " + found);
        }
    }
}
