package dev.mr.cli;

import dev.mr.task.OptionValue;
import java.util.Arrays;
import java.util.List;
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
        List<T> offered = Arrays.stream(type.getEnumConstants())
                .filter(EnumOption::isOffered)
                .toList();
        for (T value : offered) {
            if (value.toString().equals(text)) {
                return value;
            }
        }
        String known = offered.stream().map(Object::toString).collect(Collectors.joining(" or "));
        throw new TypeConversionException("\"" + text + "\" is unknown; expected " + known);
    }

    private static boolean isOffered(Object value) {
        return !(value instanceof OptionValue choice) || choice.isOffered();
    }
}
