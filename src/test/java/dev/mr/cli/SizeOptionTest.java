package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeOptionTest {
    private final SizeOption option = new SizeOption();

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "4096,4096",
        "10b,10",
        "512k,524288",
        "512K,524288",
        "64MiB,67108864",
        "64mb,67108864",
        "2g,2147483648",
        "1TiB,1099511627776",
        "9223372036854775807,9223372036854775807"
    })
    void bytes_may_have_a_unit_which_is_a_power_of_1024(String text, long expected) {
        assertThat(option.convert(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "NaN", "1.5m", "m", "10ib", "10x", "1 k", "0x10", "10kk", "1e3"})
    void anything_else_is_refused_with_an_example(String text) {
        assertThatThrownBy(() -> option.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("\"" + text + "\" is not a size")
                .hasMessageContaining("64MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "8388608t", "99999999999999999999999"})
    void more_bytes_than_a_file_can_have_are_refused(String text) {
        assertThatThrownBy(() -> option.convert(text)).hasMessageContaining("\"" + text + "\" is too large");
    }
}
