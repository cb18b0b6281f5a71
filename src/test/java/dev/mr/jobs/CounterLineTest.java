package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterLineTest {
    private static @Nullable CounterLine parse(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return CounterLine.of(bytes, bytes.length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "mr:counter seen 1; seen; 1",
                "~mr:counter  a.b-c_D9  -12 \r~; a.b-c_D9; -12",
                "mr:counter max 9223372036854775807; max; 9223372036854775807",
                "reporter:counter:Group,Name,3; Group.Name; 3",
                "reporter:counter:My Group,b\u00e4d lines!, 7; My_Group.b_d_lines_; 7"
            })
    void a_line_that_counts_has_a_name_and_an_amount(String line, String name, long amount) {
        assertThat(parse(line)).isEqualTo(new CounterLine(name, amount));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mr:counter",
                "mr:counter seen",
                "mr:counter seen one",
                "mr:counter seen 1.5",
                "mr:counter seen 1 2",
                "mr:counter seen 9223372036854775808",
                "mr:counter se/en 1",
                "mr:counter map.x 1",
                "mr:counter mr.x 1",
                " mr:counter seen 1",
                "MR:COUNTER seen 1",
                "reporter:counter:Group,1",
                "reporter:counter:reduce,x,1",
                "reporter:status:fine",
                "Traceback (most recent call last):"
            })
    void any_other_line_is_text(String line) {
        assertThat(parse(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mr:counter a 1", "reporter:counter:a,b,1"})
    void lines_that_count_are_known_by_their_first_byte(String line) {
        assertThat(CounterLine.mayBeginWith((byte) line.charAt(0))).isTrue();
        assertThat(CounterLine.mayBeginWith((byte) 'T')).isFalse();
    }
}
