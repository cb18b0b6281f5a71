package dev.mr.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.TypeConversionException;

/** One of an enum's values on a command line, spelled as its {@code toString}, which is lower case. */
final class EnumOption<T> implements ITypeConverter<T> {
    private final Class<T> type;

    private EnumOption(Class<T> type) {
        this.type = type;
    }

    /** Makes every enum option of the command be read so. */
    static void register(CommandLine line) {
        line.getCommandSpec().args().stream()
                .map(ArgSpec::type)
                .filter(Class::isEnum)
                .distinct()
                .forEach(type -> register(line, type));
    }

    private static <T> void register(CommandLine line, Class<T> type) {
        line.registerConverter(type, new EnumOption<>(type));
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
