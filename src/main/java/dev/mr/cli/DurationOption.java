package dev.mr.cli;

import java.math.BigInteger;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration on a command line, such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h} or {@code 30d}. */
public final class DurationOption implements ITypeConverter<Duration> {
    private static final Pattern FORMAT = Pattern.compile("([0-9]+)(ms|s|m|h|d)");

    /** So that nanoseconds since any origin never overflow when a duration is added. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("\"" + text
                    + "\" is not a duration; expected a whole number with a unit, such as 500ms, 10s, 2m or 1h");
        }
        BigInteger millis = new BigInteger(matcher.group(1)).multiply(BigInteger.valueOf(millisOf(matcher.group(2))));
        if (millis.compareTo(BigInteger.valueOf(LONGEST.toMillis())) > 0) {
            throw new TypeConversionException(
                    "\"" + text + "\" is too long; expected at most " + LONGEST.toHours() + "h");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private static long millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }
}
