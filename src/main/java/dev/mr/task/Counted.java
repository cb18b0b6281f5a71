package dev.mr.task;

import java.util.Locale;

/** A number of things in words: in the singular where it is one. */
public final class Counted {
    private Counted() {}

    /** Such as {@code 1 map task} or {@code 2,000 map tasks}. */
    public static String of(long number, String singular) {
        return of(number, singular, singular + "s");
    }

    /** Such as {@code 1 retry} or {@code 0 retries}. */
    public static String of(long number, String singular, String plural) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? singular : plural);
    }

    /** The thing alone, such as {@code record} for 1 and {@code records} for any other number. */
    public static String noun(long number, String singular) {
        return number == 1 ? singular : singular + "s";
    }
}
