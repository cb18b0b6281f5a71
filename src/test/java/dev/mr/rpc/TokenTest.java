package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the content of a token file may be. */
class TokenTest {
    private static final String DIGITS = "0123456789abcdef".repeat(4);

    private static Token parse(String content) {
        return Token.parse(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_digits_are_the_token_with_or_without_white_space_around_them() {
        assertThat(parse(DIGITS + "\n").isCarriedBy(parse(DIGITS).metadata())).isTrue();
        assertThat(parse(DIGITS).isCarriedBy(parse("f".repeat(64)).metadata())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", " \r\n"})
    void an_empty_file_is_called_empty(String content) {
        assertThatThrownBy(() -> parse(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is empty, expected 64 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "0", "\u00e4", "0123456789abcdef\n0123456789abcdef"})
    void anything_else_is_refused_without_being_repeated(String content) {
        assertThatThrownBy(() -> parse(content))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is not 64 hexadecimal digits");
        assertThatThrownBy(() -> parse(DIGITS + "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> parse(DIGITS.replace('0', 'g'))).isInstanceOf(IllegalArgumentException.class);
    }
}
