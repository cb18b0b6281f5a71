package dev.mr.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values of an option that is {@code KEY=VALUE} and may be repeated. */
final class KeyValues {
    private KeyValues() {}

    /** Each key with its value, in order; adds a problem for a value without a key, and for a key that is there twice. */
    static Map<String, String> read(String option, List<String> values, List<String> problems) {
        Map<String, String> read = new LinkedHashMap<>();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                problems.add(option + " is \"" + value + "\", expected KEY=VALUE");
            } else if (read.put(value.substring(0, equals), value.substring(equals + 1)) != null) {
                problems.add(option + " gives " + value.substring(0, equals) + " twice");
            }
        }
        return read;
    }
}
