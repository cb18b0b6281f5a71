package dev.mr.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of minutes on a command line, such as {@code 5} or {@code 0.5}. */
public final class MinutesOption implements ITypeConverter<Duration> {
    private static final BigDecimal MILLIS = BigDecimal.valueOf(60_000);

    @Override
    public Duration convert(String text) {
        if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            throw new TypeConversionException("\"" + text + "\" is not a number of minutes, such as 5 or 0.5");
        }
        return Duration.ofMillis(new BigDecimal(text)
                .multiply(MILLIS)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact());
    }
}
