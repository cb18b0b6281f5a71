package dev.mr.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** What every setting is, and why. A setting that is nowhere and has no default is not in it. */
final class Settled {
    private final Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);

    private Settled() {}

    /** Takes what was found beside the command line, gives the command those that its line does not give, and adds what cannot be read. */
    static Settled of(CommandSpec command, Map<Setting, SettingValue> found, List<String> problems) {
        Settled settled = new Settled();
        for (Setting setting : Setting.values()) {
            OptionSpec option = command.findOption(setting.option());
            SettingValue elsewhere = found.get(setting);
            if (option != null && !option.originalStringValues().isEmpty()) {
                settled.values.put(
                        setting, new SettingValue(option.originalStringValues(), SettingValue.Source.FLAG, "flag"));
            } else if (elsewhere != null) {
                settled.values.put(setting, elsewhere);
                if (option != null) {
                    give(option, setting, elsewhere, problems);
                }
            } else if (option != null && option.defaultValue() != null) {
                settled.values.put(
                        setting,
                        new SettingValue(List.of(option.defaultValue()), SettingValue.Source.DEFAULT, "default"));
            }
        }
        return settled;
    }

    private static void give(OptionSpec option, Setting setting, SettingValue value, List<String> problems) {
        List<Object> read = new ArrayList<>();
        for (String text : value.texts()) {
            try {
                read.add(Conversions.read(option, text));
            } catch (TypeConversionException unreadable) {
                String key = value.source() == SettingValue.Source.FILE ? setting.key() + ": " : "";
                problems.add(value.origin() + ": " + key + unreadable.getMessage());
                return;
            } catch (Exception impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        option.setValue(option.isMultiValue() ? read : read.get(0));
    }

    /** What a setting is; empty when it is nowhere. */
    Optional<SettingValue> value(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** The kind of place a setting is from. */
    SettingValue.Source source(Setting setting) {
        SettingValue value = values.get(setting);
        return value == null ? SettingValue.Source.DEFAULT : value.source();
    }

    /** Problems told in the words of the command line, with the place the value is really from. */
    List<String> withOrigins(List<String> problems) {
        return problems.stream().map(this::withOrigin).toList();
    }

    private String withOrigin(String problem) {
        String option = problem.split("[ :]", 2)[0];
        return Arrays.stream(Setting.values())
                .filter(setting -> setting.option().equals(option))
                .flatMap(setting -> value(setting).stream())
                .filter(value ->
                        value.source() == SettingValue.Source.ENVIRONMENT || value.source() == SettingValue.Source.FILE)
                .map(value -> problem + " (" + value.origin() + ")")
                .findFirst()
                .orElse(problem);
    }
}
