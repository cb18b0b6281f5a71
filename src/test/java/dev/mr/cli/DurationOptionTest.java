package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DurationOptionTest {
    private final DurationOption option = new DurationOption();

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "10s,PT10S", "2m,PT2M", "1h,PT1H", "30d,PT720H", "0s,PT0S", "876000h,PT876000H"})
    void a_whole_number_with_a_unit_is_a_duration(String text, Duration expected) {
        assertThat(option.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "-1s", "+1s", "NaN", "1.5s", "1 s", "s", "10S", "1w", "Infinity", "٣s"})
    void anything_else_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> option.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"" + text + "\" is not a duration")
                .hasMessageContaining("500ms");
    }

    @Test
    void a_duration_beyond_a_century_is_refused() {
        assertThatThrownBy(() -> option.convert("99999999999999999999h"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> option.convert("876001h")).hasMessageContaining("at most 876000h");
    }
}
