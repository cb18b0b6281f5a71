package dev.mr.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** A file of settings: TOML with the names of options as its keys. Relative paths in it begin at its own folder. */
final class SettingFile {
    private final Path file;
    private final List<String> problems;

    private SettingFile(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Reads the file; adds a problem, with its line, for everything in it that is no setting. */
    static Map<Setting, SettingValue> read(Path file, List<String> problems) {
        try {
            return new SettingFile(file, problems).settings(Toml.parse(file));
        } catch (IOException unreadable) {
            problems.add(Trouble.of(unreadable).line());
            return Map.of();
        } catch (AssertionError unescaped) {
            // How the parser takes some strings with a backslash that escapes nothing.
            problems.add(file + " is not TOML: a string has a \\ that escapes nothing (" + unescaped + ")");
            return Map.of();
        }
    }

    private Map<Setting, SettingValue> settings(TomlParseResult content) {
        Map<Setting, SettingValue> settings = new EnumMap<>(Setting.class);
        if (content.hasErrors()) {
            content.errors().forEach(error -> problems.add(at(error.position().line()) + ": " + error.getMessage()));
            return settings;
        }
        for (String key : content.keySet()) {
            List<String> path = List.of(key);
            var position = content.inputPositionOf(path);
            String place = position == null ? file.toString() : at(position.line());
            Optional<Setting> known = Setting.of(key);
            if (known.isEmpty()) {
                problems.add(place + ": unknown setting " + key
                        + Nearest.to(key, Setting.keys())
                                .map(meant -> ", did you mean " + meant + "?")
                                .orElse("; known: " + String.join(", ", Setting.keys())));
                continue;
            }
            Setting setting = known.get();
            Object value = content.get(path);
            List<String> texts = texts(setting, value);
            if (texts == null) {
                problems.add(place + ": " + key + " is " + kindOf(value) + ", expected " + setting.kind());
            } else {
                settings.put(setting, new SettingValue(texts, SettingValue.Source.FILE, place));
            }
        }
        return settings;
    }

    private String at(int line) {
        return file + ":" + line;
    }

    /** Null when the value is of another kind than the setting. */
    private @Nullable List<String> texts(Setting setting, @Nullable Object value) {
        return switch (setting.kind()) {
            case TEXT -> value instanceof String text ? List.of(text) : null;
            case PATH -> value instanceof String text ? List.of(path(text)) : null;
            case PATHS -> paths(value);
            case NUMBER -> value instanceof Long number ? List.of(number.toString()) : null;
            case SIZE -> value instanceof String || value instanceof Long ? List.of(value.toString()) : null;
        };
    }

    private @Nullable List<String> paths(@Nullable Object value) {
        if (value instanceof String text) {
            return List.of(path(text));
        }
        if (!(value instanceof TomlArray array)) {
            return null;
        }
        List<String> paths = new ArrayList<>();
        for (Object element : array.toList()) {
            if (!(element instanceof String text)) {
                return null;
            }
            paths.add(path(text));
        }
        return paths;
    }

    /** An empty one is left as it is, to be refused as on a command line. */
    private String path(String text) {
        Path folder = file.getParent();
        return folder == null || text.isEmpty() || text.indexOf('\0') >= 0
                ? text
                : folder.resolve(text).toString();
    }

    private static String kindOf(@Nullable Object value) {
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Long) {
            return "a whole number";
        }
        if (value instanceof Boolean || value instanceof Double) {
            return String.valueOf(value);
        }
        return value instanceof TomlArray ? "an array" : "something else";
    }
}
