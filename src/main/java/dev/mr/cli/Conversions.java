package dev.mr.cli;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * How the values of options are read. One that cannot be read becomes a problem, and reading goes on, so that all mistakes
 * of a command line are told at once; picocli itself would stop at the first.
 */
final class Conversions {
    private final List<String> problems = new ArrayList<>();

    /** What could not be read so far. */
    List<String> problems() {
        return problems;
    }

    /** Makes all options of the command be read so. */
    void install(CommandSpec spec) {
        List<OptionSpec> options = List.copyOf(spec.options());
        options.forEach(spec::remove);
        for (OptionSpec option : options) {
            spec.addOption(option.arity().max() == 0 ? option : forgiving(option));
        }
    }

    private OptionSpec forgiving(OptionSpec option) {
        return OptionSpec.builder(option)
                .converters(new Forgiving(option, strict(option), problems))
                .build();
    }

    /**
     * Reads a value of an option that did not come from its command line.
     *
     * @throws TypeConversionException when it cannot be read
     */
    static Object read(OptionSpec option, String text) throws Exception {
        ITypeConverter<?> converter = strict(option);
        return (converter instanceof Forgiving forgiving ? forgiving.strict : converter).convert(text);
    }

    private static ITypeConverter<?> strict(OptionSpec option) {
        return option.converters().length > 0 ? option.converters()[0] : converter(option);
    }

    /** Notes what cannot be read; what the command checks meanwhile is the option's default. */
    private record Forgiving(OptionSpec option, ITypeConverter<?> strict, List<String> problems)
            implements ITypeConverter<Object> {
        @Override
        public @Nullable Object convert(String text) throws Exception {
            try {
                return strict.convert(text);
            } catch (TypeConversionException unreadable) {
                problems.add(option.longestName() + ": " + unreadable.getMessage());
                return option.defaultValue() == null ? null : strict.convert(option.defaultValue());
            }
        }
    }

    private static ITypeConverter<?> converter(OptionSpec option) {
        Class<?> type = option.auxiliaryTypes()[0];
        if (type == Path.class) {
            return Conversions::path;
        }
        if (type == int.class || type == Integer.class) {
            return Conversions::integer;
        }
        return type.isEnum() ? new EnumOption<>(type) : text -> text;
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("it is empty, expected a path");
        }
        if (text.startsWith("--")) {
            throw new TypeConversionException("\"" + text
                    + "\" looks like an option, but there is no such option; a path of that name is ./" + text);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException unusable) {
            throw new TypeConversionException("\"" + text + "\" is no path: " + unusable.getReason());
        }
    }

    private static Integer integer(String text) {
        if (!text.matches("[+-]?[0-9]+")) {
            throw new TypeConversionException("\"" + text + "\" is not a whole number");
        }
        BigInteger number = new BigInteger(text);
        if (number.bitLength() >= Integer.SIZE) {
            throw new TypeConversionException(
                    "\"" + text + "\" is too " + (number.signum() < 0 ? "small" : "large to be a number of anything"));
        }
        return number.intValueExact();
    }
}
