package dev.mr.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mr.shuffle.NaiveWords;
import dev.mr.shuffle.RandomText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    @ParameterizedTest
    @CsvSource({
        "'Hello, World', 'Hello|World'",
        "'don''t', 'don|t'",
        "'λόγος και', 'λόγος|και'",
        "'Щука—рыба', 'Щука|рыба'",
        "'漢字かな 1', '漢字かな'",
        "'e\u0301a', 'e|a'",
        "'\uD835\uDC00b\uD83D\uDE00c', '\uD835\uDC00b|c'",
        "'x', 'x'",
        "'', ''",
    })
    void words_are_runs_of_letters_of_any_script(String text, String words) {
        assertThat(String.join("|", words(text.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(words);
    }

    @Test
    void invalid_bytes_separate_words_and_swallow_nothing() {
        assertThat(words(bytes('x', 0xC3, 'a'))).containsExactly("x", "a");
        assertThat(words(bytes('x', 0xE2, 0x80, 'y'))).containsExactly("x", "y");
        assertThat(words(bytes('x', 0xC3))).containsExactly("x");
        assertThat(words(bytes(0xED, 0xA0, 0x80, 'q', 0, 'r'))).containsExactly("q", "r");
    }

    @Test
    void only_the_given_range_is_text() {
        List<String> words = new ArrayList<>();
        byte[] text = "one two three".getBytes(StandardCharsets.US_ASCII);
        Words.each(text, 1, 6, (bytes, from, to) -> words.add(text(bytes, from, to)));
        assertThat(words).containsExactly("ne", "tw");
    }

    @Test
    void random_text_gives_the_words_a_naive_decoder_finds() {
        for (long seed = 1; seed <= 400; seed++) {
            byte[] text = RandomText.mixed(new Random(seed), 500);
            assertThat(words(text)).as("seed %d", seed).isEqualTo(NaiveWords.of(text));
        }
    }

    @Test
    void random_bytes_give_the_words_a_naive_decoder_finds() {
        for (long seed = 1; seed <= 200; seed++) {
            byte[] text = new byte[2000];
            new Random(seed).nextBytes(text);
            assertThat(words(text)).as("seed %d", seed).isEqualTo(NaiveWords.of(text));
        }
    }

    @Test
    void the_letters_are_those_of_jdk_17() {
        assumeThat(Runtime.version().feature()).isEqualTo(17);
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> Letters.isLetter(c) != Character.isLetter(c)))
                .isEmpty();
    }

    /** Nearly all of it letters of two bytes, at even and odd places, and now and then something that only looks like one. */
    @Test
    void dense_cyrillic_text_gives_the_words_a_naive_decoder_finds() {
        String[] others = {
            " ", "a", "\u00AB", "\u2014", "\u0482", "\u00E9", "\u03B1", "\u4E00", "\uD835\uDC00", ".", "\u0460"
        };
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            int often = 1 + random.nextInt(40);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                boolean isOther = random.nextInt(often) == 0;
                text.append(
                        isOther ? others[random.nextInt(others.length)] : "" + (char) (0x400 + random.nextInt(0x80)));
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            if (seed % 3 == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            assertThat(words(bytes)).as("seed %d", seed).isEqualTo(NaiveWords.of(bytes));
        }
    }

    @Test
    void batches_have_all_words_of_a_long_text_in_order() {
        for (long seed = 1; seed <= 20; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < 50_000) {
                text.append("abcdefghij".repeat(12), 0, 1 + random.nextInt(1 + random.nextInt(100)));
                text.append(" .\n", 0, 1 + random.nextInt(3));
                if (random.nextInt(2000) == 0) {
                    text.append("x".repeat(random.nextInt(3000)));
                }
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
            assertThat(batches(Slice.of(bytes))).as("seed %d", seed).isEqualTo(NaiveWords.of(bytes));
        }
    }

    @Test
    void batches_are_of_the_given_range_alone() {
        byte[] text = ("x".repeat(70) + " one two").getBytes(StandardCharsets.US_ASCII);
        assertThat(batches(new Slice().set(text, 68, 73))).containsExactly("xx", "on");
        assertThat(batches(new Slice().set(text, 70, 71))).isEmpty();
        assertThat(batches(new Slice().set(text, 71, 71))).isEmpty();
    }

    private static List<String> words(byte[] text) {
        List<String> words = new ArrayList<>();
        Words.each(text, 0, text.length, (bytes, from, to) -> words.add(text(bytes, from, to)));
        assertThat(batches(Slice.of(text))).isEqualTo(words);
        return words;
    }

    private static List<String> batches(Slice text) {
        List<String> words = new ArrayList<>();
        Words.inBatches(text, batch -> {
            assertThat(batch.count()).isPositive();
            for (int i = 0; i < batch.count(); i++) {
                words.add(text(batch.array(), batch.from(i), batch.to(i)));
            }
        });
        return words;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int... bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int b : bytes) {
            out.write(b);
        }
        return out.toByteArray();
    }
}
