package dev.mr.task;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A choice a command line names. */
public interface OptionValue {
    /** The value as given on the command line. */
    String option();

    /** Whether a person may name it; the others stand in what is stored. */
    default boolean isOffered() {
        return true;
    }

    /**
     * The choice a command line names.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    static <T extends OptionValue> T of(T[] choices, String option) {
        for (T choice : choices) {
            if (choice.option().equals(option)) {
                return choice;
            }
        }
        throw new IllegalArgumentException("\"" + option + "\" is unknown; known: "
                + Arrays.stream(choices).map(OptionValue::option).collect(Collectors.joining(", ")));
    }
}
