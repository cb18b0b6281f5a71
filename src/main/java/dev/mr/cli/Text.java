package dev.mr.cli;

import dev.mr.task.Counted;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers as people read them. */
final class Text {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private static final int SOME = 3;

    private Text() {}

    /** Such as {@code 3.1 MiB}. */
    static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? Counted.of(bytes, "byte") : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Such as {@code 0.8 s} or {@code 12:05 min}; nothing has passed where a clock was set back meanwhile. */
    static String duration(long millis) {
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, millis) / 1000.0);
        }
        long seconds = millis / 1000;
        return String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60);
    }

    /** The first three at most, and how many more there are. */
    static String some(List<?> things) {
        String named = things.stream().limit(SOME).map(Object::toString).collect(Collectors.joining(" "));
        return things.size() <= SOME ? named : named + " and " + count(things.size() - SOME) + " more";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
