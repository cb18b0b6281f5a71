package dev.mr.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where settings come from when no option gives them: the {@code MR_*} variables of the environment, and below them a file. What a
 * service and its clients share stands there once; no other command looks.
 */
final class SettingSources {
    private static final String CONFIG = "MR_CONFIG";
    private static final String USUAL_FILE = "mr.toml";

    private final Map<String, String> environment;
    private final Path here;

    /** {@code here} is where the usual file is looked for; the empty path for the working directory. */
    SettingSources(Map<String, String> environment, Path here) {
        this.environment = environment;
        this.here = here;
    }

    static SettingSources ofThisProcess() {
        return new SettingSources(System.getenv(), Path.of(""));
    }

    /**
     * Gives the options of a command, whose line has been read, the values they have elsewhere and not there. Adds everything that
     * is wrong with those values.
     *
     * @param config the file named on the command line, null for none
     */
    Settled settle(CommandSpec command, @Nullable Path config, List<String> problems) {
        Map<Setting, SettingValue> found = new EnumMap<>(Setting.class);
        Path file = file(config, problems);
        if (file != null) {
            found.putAll(SettingFile.read(file, problems));
        }
        for (Setting setting : Setting.values()) {
            String value = variable(setting.variable());
            if (value != null) {
                List<String> texts = setting.kind() == Setting.Kind.PATHS
                        ? Arrays.stream(value.split(File.pathSeparator, -1))
                                .filter(text -> !text.isEmpty())
                                .toList()
                        : List.of(value);
                found.put(setting, new SettingValue(texts, SettingValue.Source.ENVIRONMENT, setting.variable()));
            }
        }
        return Settled.of(command, found, problems);
    }

    private @Nullable Path file(@Nullable Path config, List<String> problems) {
        String named = variable(CONFIG);
        Path file = config != null || named == null ? config : Path.of(named);
        if (file == null) {
            Path usual = here.resolve(USUAL_FILE);
            return Files.exists(usual) ? usual : null;
        }
        if (!Files.isRegularFile(file)) {
            problems.add((config == null ? CONFIG : "--config") + ": " + file
                    + (Files.exists(file) ? " is not a file" : " does not exist") + ", expected a file of settings");
            return null;
        }
        return file;
    }

    /** Null when it is not set, or set to nothing. */
    private @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
