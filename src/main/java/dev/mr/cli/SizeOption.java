package dev.mr.cli;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes on a command line, such as {@code 4096}, {@code 512k}, {@code 64MiB} or {@code 2g}; units are powers of 1024. */
public final class SizeOption implements ITypeConverter<Long> {
    private static final Pattern FORMAT = Pattern.compile("([0-9]+)([kmgt]?)(i?b)?");
    private static final String UNITS = "kmgt";

    @Override
    public Long convert(String text) {
        Matcher matcher = FORMAT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches() || (matcher.group(2).isEmpty() && "ib".equals(matcher.group(3)))) {
            throw new TypeConversionException("\"" + text
                    + "\" is not a size; expected a whole number of bytes or one with a unit, such as 512k or 64MiB");
        }
        String unit = matcher.group(2);
        int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
        BigInteger bytes = new BigInteger(matcher.group(1)).shiftLeft(shift);
        if (bytes.bitLength() >= Long.SIZE) {
            throw new TypeConversionException(
                    "\"" + text + "\" is too large; expected at most " + Long.MAX_VALUE + " bytes");
        }
        return bytes.longValue();
    }
}
