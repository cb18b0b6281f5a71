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
        assertThat(OneLine.of(text)).isEqualTo("x".repeat(1_999));
        assertThat(OneLine.of(text.substring(1))).isEqualTo("x".repeat(1_998) + "\ud83d\ude00");
        assertThat(OneLine.whole(text)).isEqualTo(text);
    }

    @Test
    void a_line_that_passes_several_hands_is_cut_once_and_never_within_an_escape() {
        for (int before = 1_990; before <= 2_001; before++) {
            String line = OneLine.of("x".repeat(before) + "\u001b[31m\n");
            assertThat(line)
                    .hasSizeBetween(1_990, 2_000)
                    .doesNotEndWith("\\")
                    .doesNotEndWith("\\x")
                    .doesNotEndWith("\\x1");
            assertThat(OneLine.of(line)).isEqualTo(line);
        }
    }
}
