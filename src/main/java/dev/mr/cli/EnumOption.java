package dev.mr.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of an enum's values on a command line, spelled as its {@code toString}, which is lower case. */
final class EnumOption<T> implements ITypeConverter<T> {
    private final Class<T> type;

    EnumOption(Class<T> type) {
        this.type = type;
    }

    @Override
    public T convert(String text) {
        for (T value : type.getEnumConstants()) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        String known =
                Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "));
        throw new TypeConversionException("\"" + text + "\" is unknown; expected " + known);
    }
}
