package dev.mr.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is null where an option was left out. */
final class Given {
    private Given() {}

    /** What was given, else what is usual. */
    static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }

    /** Adds a problem when a number was given that is not in {@code [1, most]}. */
    static void inRange(String option, @Nullable Integer given, int most, List<String> problems) {
        inRange(option, given, 1, most, problems);
    }

    /** Adds a problem when a number was given that is not in {@code [least, most]}. */
    static void inRange(String option, @Nullable Integer given, int least, int most, List<String> problems) {
        if (given != null && (given < least || given > most)) {
            problems.add(option + " is " + given + ", expected " + least + " to " + most);
        }
    }
}
