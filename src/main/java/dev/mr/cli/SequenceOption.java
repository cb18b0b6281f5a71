package dev.mr.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The number of a line of a history on a command line. */
final class SequenceOption implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        if (!text.matches("[+-]?[0-9]{1,18}")) {
            throw new TypeConversionException("\"" + text + "\" is not the number of a line");
        }
        return Long.valueOf(text);
    }
}
