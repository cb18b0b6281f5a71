package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {
    @Test
    void control_characters_are_escaped_in_the_same_way_wherever_the_line_goes() {
        String text = "a\nb\rc\td\u001b[31m\u007f\u0085 \u00c4pfel \ud83d\ude00";
        assertThat(OneLine.of(text)).isEqualTo("a\\nb\\rc\\td\\x1b[31m\\x7f\\x85 \u00c4pfel \ud83d\ude00");
        assertThat(OneLine.whole(text)).isEqualTo(OneLine.of(text));
    }

    @Test
    void a_line_that_is_stored_or_sent_is_bounded_and_ends_with_a_whole_character() {
        String text = "x".repeat(1_999) + "\ud83d\ude00" + "y".repeat(1_000);
        assertThat(OneLine.of(text)).isEqualTo("x".repeat(1_999) + "\ud83d\ude00");
        assertThat(OneLine.whole(text)).isEqualTo(text);
    }
}
