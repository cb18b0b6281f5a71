package dev.mr.task;

import java.util.regex.Pattern;

/** A file an attempt wrote beside its output. {@code name} is unique in the attempt, and no path. */
public record SideFile(String name, FileStats stats) {
    private static final Pattern NAME = Pattern.compile("(?!\\.)[A-Za-z0-9._-]{1,200}");

    public SideFile {
        if (!isName(name)) {
            throw new IllegalArgumentException("has the side file \"" + name
                    + "\", expected 1 to 200 of the characters A-Z a-z 0-9 . _ -, not beginning with a dot");
        }
    }

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
