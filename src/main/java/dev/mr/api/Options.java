package dev.mr.api;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The values of a job's options: one for each that the job declared. */
public final class Options {
    private final Map<String, String> values;

    /** These values, by name. */
    public Options(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(new TreeMap<>(values));
    }

    /** The value of an option the job declared. */
    public String get(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the job asks for its option \"" + name
                    + "\" but did not declare it; declared: " + String.join(", ", values.keySet()));
        }
        return value;
    }

    /**
     * The value as a whole number in {@code [least, most]}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public long number(String name, long least, long most) {
        String value = get(name);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                "option " + name + " is \"" + value + "\", expected a whole number from " + least + " to " + most);
    }

    /** The value as true or false; anything else is an IllegalArgumentException. */
    public boolean flag(String name) {
        String value = get(name);
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("option " + name + " is \"" + value + "\", expected true or false");
        }
        return value.equals("true");
    }

    /** All values by name. */
    public Map<String, String> all() {
        return values;
    }
}
