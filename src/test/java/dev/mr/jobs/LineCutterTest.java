package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Output;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineCutterTest {
    /** Lines are only shown, never emitted. */
    private static final Output NOWHERE = (Output)
            Proxy.newProxyInstance(LineCutterTest.class.getClassLoader(), new Class<?>[] {Output.class}, (p, m, a) -> {
                throw new UnsupportedOperationException(m.getName());
            });

    private final List<String> seen = new ArrayList<>();
    private final LineSink sink = (bytes, from, tab, to, out) ->
            seen.add(text(bytes, from, tab) + (tab == to ? "" : "=" + text(bytes, tab + 1, to)));

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private List<String> cut(String text, Random random, int most) throws CommandException {
        seen.clear();
        LineCutter cutter = new LineCutter(sink, most);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(9));
            cutter.add(Arrays.copyOfRange(bytes, at, at + length + 3), length, NOWHERE);
            at += length;
        }
        cutter.end(NOWHERE);
        return seen;
    }

    @Test
    void lines_are_cut_at_newlines_and_at_their_first_tab() throws Exception {
        assertThat(cut("a\tb\tc\n\nno tab\n\t\nlast\tone", new Random(1), 100))
                .containsExactly("a=b\tc", "", "no tab", "=", "last=one");
        assertThat(cut("", new Random(1), 100)).isEmpty();
        assertThat(cut("\n", new Random(1), 100)).containsExactly("");
    }

    @Test
    void it_does_not_matter_how_the_bytes_arrive() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append("ab\t\n".charAt(random.nextInt(4)));
            }
            List<String> expected = text.toString()
                    .lines()
                    .map(line -> line.replaceFirst("\t", "="))
                    .toList();
            assertThat(cut(text.toString(), random, 100))
                    .as("-Dmr.seed=%s", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void a_line_may_be_as_long_as_allowed_and_not_longer() throws Exception {
        String line = "x".repeat(40);
        assertThat(cut(line + "\n" + line, new Random(2), 40)).containsExactly(line, line);
        for (String tooLong : List.of(line + "x", line + "x\n", "a\n" + line + line)) {
            assertThatThrownBy(() -> cut(tooLong, new Random(2), 40))
                    .isInstanceOf(CommandException.class)
                    .hasMessage("a line of more than 40 bytes");
        }
        LineCutter whole = new LineCutter(sink, 40);
        byte[] atOnce = (line + "x\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> whole.add(atOnce, atOnce.length, NOWHERE)).isInstanceOf(CommandException.class);
    }
}
