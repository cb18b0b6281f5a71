package dev.mr.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LettersTest {
    private static final int FIRST_CODE_POINT_OF_UNICODE_14 = 0x870;
    private static final byte[] ALPHABET = bytes("aZ q\n\u00e9\u4e2d\ud835\udc9c\u0301\u20ac7");

    @Test
    void the_table_is_what_unicode_13_calls_a_letter() {
        boolean unicode13 = !Character.isDefined(FIRST_CODE_POINT_OF_UNICODE_14);
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            boolean table = Letters.isLetter(c);
            if (unicode13 || table) {
                assertThat(Character.isLetter(c)).as("U+%04X", c).isEqualTo(table);
            }
        }
    }

    @Test
    void every_code_point_has_the_length_of_its_utf_8_when_it_is_a_letter() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] text = Character.toString(c).getBytes(StandardCharsets.UTF_8);
                int expected = Letters.isLetter(c) ? text.length : 0;
                assertThat(Letters.length(text, 0, text.length)).as("U+%04X", c).isEqualTo(expected);
                assertThat(Letters.lengthBefore(text, 0, text.length))
                        .as("U+%04X", c)
                        .isEqualTo(expected);
                if (expected > 0) {
                    assertThat(Letters.decode(text, 0, expected)).isEqualTo(c);
                }
            }
        }
    }

    @Test
    void length_agrees_with_a_simple_decoder_on_random_bytes() {
        Random random = seeded();
        for (int round = 0; round < 20_000; round++) {
            byte[] text = randomText(random, 1 + random.nextInt(7));
            int expected = simpleLength(text, 0);
            int found = Letters.length(text, 0, text.length);
            if (found == Letters.INCOMPLETE) {
                assertThat(expected).isZero();
                assertThat(text[0]).isNegative();
            } else {
                assertThat(found).as(() -> show(text)).isEqualTo(expected);
            }
        }
    }

    @Test
    void inside_word_agrees_with_a_simple_decoder_at_every_position_of_random_bytes() {
        Random random = seeded();
        for (int round = 0; round < 5_000; round++) {
            byte[] text = randomText(random, random.nextInt(14));
            boolean[] inside = simplyInside(text);
            for (int at = 0; at <= text.length; at++) {
                int from = Math.max(0, at - Letters.MAX_BYTES);
                int to = Math.min(text.length, at + Letters.MAX_BYTES);
                assertThat(Letters.insideWord(text, from, at, to))
                        .as("at %s of %s", at, show(text))
                        .isEqualTo(inside[at]);
            }
        }
    }

    @Test
    void an_accent_that_stands_alone_and_a_digit_and_an_apostrophe_are_no_letters() {
        assertThat(Letters.isLetter('\u0301')).isFalse();
        assertThat(Letters.isLetter('7')).isFalse();
        assertThat(Letters.isLetter('\'')).isFalse();
        assertThat(Letters.isLetter('\u00e9')).isTrue();
    }

    @Test
    void a_letter_after_a_broken_sequence_is_still_a_letter() {
        byte[] text = {(byte) 0xC3, 'a'};
        assertThat(Letters.length(text, 0, 2)).isZero();
        assertThat(Letters.length(text, 1, 2)).isOne();
        assertThat(Letters.length(text, 0, 1)).isEqualTo(Letters.INCOMPLETE);
    }

    /** Which cuts would cut a word: between two adjacent letters, or within one. */
    private static boolean[] simplyInside(byte[] text) {
        boolean[] inside = new boolean[text.length + 1];
        boolean afterLetter = false;
        for (int at = 0; at < text.length; ) {
            int length = simpleLength(text, at);
            inside[at] = afterLetter && length > 0;
            for (int i = at + 1; i < at + length; i++) {
                inside[i] = true;
            }
            afterLetter = length > 0;
            at += Math.max(1, length);
        }
        return inside;
    }

    /** Bytes of the letter at {@code at}, or 0, as the JDK's strict decoder sees it. */
    private static int simpleLength(byte[] text, int at) {
        for (int length = 1; length <= Letters.MAX_BYTES && at + length <= text.length; length++) {
            try {
                CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, at, length));
                int first = Character.codePointAt(decoded, 0);
                return decoded.length() == Character.charCount(first) && Letters.isLetter(first) ? length : 0;
            } catch (CharacterCodingException notYet) {
                // More bytes may complete it.
            }
        }
        return 0;
    }

    private static byte[] randomText(Random random, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = random.nextInt(4) == 0 ? (byte) random.nextInt() : ALPHABET[random.nextInt(ALPHABET.length)];
        }
        if (length > 4 && random.nextBoolean()) {
            byte[] letter = bytes(random.nextBoolean() ? "\ud835\udc9c" : "\u4e2d");
            System.arraycopy(letter, 0, text, random.nextInt(length - letter.length), letter.length);
        }
        return text;
    }

    private static Random seeded() {
        long seed = Long.getLong("mr.test.seed", new Random().nextLong());
        System.out.println("LettersTest: -Dmr.test.seed=" + seed);
        return new Random(seed);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String show(byte[] text) {
        StringBuilder shown = new StringBuilder();
        for (byte b : text) {
            shown.append(String.format("%02x ", b));
        }
        return shown.toString();
    }
}
