package dev.mr.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code HOST:PORT} of a command line. */
record HostAndPort(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /** Reads {@code text}; adds a problem and returns null when it is anything else. Port 0 means any free one. */
    static @Nullable HostAndPort parse(String option, String text, List<String> problems) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (colon < 1 || !number || Integer.parseInt(digits) > MAX_PORT) {
            problems.add(option + " is \"" + text + "\", expected HOST:PORT such as 127.0.0.1:40123");
            return null;
        }
        return new HostAndPort(text.substring(0, colon), Integer.parseInt(digits));
    }
}
