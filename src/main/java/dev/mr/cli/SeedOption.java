package dev.mr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A seed on a command line: a whole number of 64 bits. */
public final class SeedOption implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException unreadable) {
            throw new TypeConversionException("\"" + text + "\" is not a whole number of 64 bits");
        }
    }
}
