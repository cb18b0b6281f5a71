package dev.mr.jobs;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A line on a command's stderr that counts: {@code mr:counter NAME AMOUNT}, or Hadoop's {@code reporter:counter:GROUP,NAME,AMOUNT}. */
record CounterLine(String name, long amount) {
    /** No line that counts is longer. */
    static final int MAX_BYTES = 512;

    private static final Pattern OURS = Pattern.compile("mr:counter +(\\S+) +([+-]?[0-9]{1,19})\\s*");
    private static final Pattern HADOOPS =
            Pattern.compile("reporter:counter:([^,]+),([^,]+),\\s*([+-]?[0-9]{1,19})\\s*");
    private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^A-Za-z0-9._-]");

    /** As {@link dev.mr.api.TaskContext#counter} has it. */
    private static final Pattern NAME = Pattern.compile("(?!(map|reduce|mr)\\.)[A-Za-z0-9._-]{1,100}");

    /** Whether a line that begins with this byte may be one. */
    static boolean mayBeginWith(byte first) {
        return first == 'm' || first == 'r';
    }

    /** What the line {@code [0, length)} counts; null when it is any other text. */
    static @Nullable CounterLine of(byte[] bytes, int length) {
        String line = new String(bytes, 0, length, StandardCharsets.UTF_8);
        Matcher ours = OURS.matcher(line);
        if (ours.matches()) {
            return of(ours.group(1), ours.group(2));
        }
        Matcher hadoops = HADOOPS.matcher(line);
        if (hadoops.matches()) {
            return of(portable(hadoops.group(1)) + "." + portable(hadoops.group(2)), hadoops.group(3));
        }
        return null;
    }

    private static String portable(String name) {
        return OTHER_CHARACTERS.matcher(name).replaceAll("_");
    }

    private static @Nullable CounterLine of(String name, String amount) {
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        try {
            return new CounterLine(name, Long.parseLong(amount));
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
