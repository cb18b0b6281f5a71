package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapesTest {
    private static final byte[] FAVOURITES = "\\\\\t\n\rtnr\0x\u00ff".getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "a\\tb, ~a\tb~",
                "\\n\\r\\t\\\\, ~\n\r\t\\~",
                "\\\\n, ~\\n~",
                "\\x\\0\\\", ~\\x\\0\\\"~",
                "a\\, ~a\\~",
                "\\\\\\, ~\\\\~",
                "~~, ~~"
            })
    void four_escapes_are_known_and_every_other_backslash_is_just_one(String escaped, String meant) {
        assertThat(new String(unescaped(escaped.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo(meant);
    }

    @Test
    void random_bytes_come_back_and_hold_no_byte_that_ends_anything() {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = randomBytes(random, random.nextInt(30));
            byte[] escaped = escaped(bytes);
            assertThat(escaped).as("-Dmr.seed=%s", seed).doesNotContain('\t', '\n', '\r');
            assertThat(unescaped(escaped)).as("-Dmr.seed=%s", seed).isEqualTo(bytes);
        }
    }

    static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] =
                    random.nextBoolean() ? FAVOURITES[random.nextInt(FAVOURITES.length)] : (byte) random.nextInt(256);
        }
        return bytes;
    }

    static byte[] escaped(byte[] bytes) {
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

    /** In the middle of an array whose other bytes must stay. */
    private static byte[] unescaped(byte[] escaped) {
        byte[] around = new byte[escaped.length + 4];
        Arrays.fill(around, (byte) '\\');
        System.arraycopy(escaped, 0, around, 2, escaped.length);
        int end = Escapes.unescape(around, 2, 2 + escaped.length);
        assertThat(Arrays.copyOf(around, 2)).containsOnly('\\');
        assertThat(Arrays.copyOfRange(around, 2 + escaped.length, around.length))
                .containsOnly('\\');
        return Arrays.copyOfRange(around, 2, end);
    }
}
