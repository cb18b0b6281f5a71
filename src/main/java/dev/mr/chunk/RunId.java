package dev.mr.chunk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of the chunker as its hidden folders name it, {@code pid@host}, so that a later run can tell that it is dead. */
record RunId(long pid, String host) {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern FORMAT = Pattern.compile("([0-9]{1,18})@([A-Za-z0-9.-]+)");

    static RunId ofThisProcess() {
        return new RunId(ProcessHandle.current().pid(), thisHost());
    }

    /** Reads what {@link #toString} wrote; empty for anything else. */
    static Optional<RunId> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches()
                ? Optional.of(new RunId(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /** Whether that run has certainly ended. An earlier process with our own pid has; one of another host may live. */
    boolean isDead() {
        return host.equals(thisHost())
                && (pid == ProcessHandle.current().pid()
                        || ProcessHandle.of(pid).isEmpty());
    }

    @Override
    public String toString() {
        return pid + "@" + host;
    }

    private static String thisHost() {
        try {
            String name = Files.readString(HOST_NAME).trim().replaceAll("[^A-Za-z0-9.-]", "-");
            return name.isEmpty() ? "localhost" : name;
        } catch (IOException notLinux) {
            return "localhost";
        }
    }
}
