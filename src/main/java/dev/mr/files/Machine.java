package dev.mr.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What this machine and its processes say of themselves. */
public final class Machine {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** The system derives a start time from ticks since boot, so two readings may differ a little. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private Machine() {}

    /** The host's name. */
    public static String host() {
        try {
            return Files.exists(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "localhost";
        } catch (IOException unreadable) {
            return "localhost";
        }
    }

    /** Changes when the machine reboots; empty where the system has no such thing. */
    public static String bootId() {
        try {
            return Files.exists(BOOT_ID) ? Files.readString(BOOT_ID).strip() : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    /** Whether this machine has been down since it had that boot id, which is empty where none is known. */
    public static boolean hasRebootedSince(String bootId) {
        return !bootId.isEmpty() && !bootId.equals(bootId());
    }

    public static long pid() {
        return ProcessHandle.current().pid();
    }

    /** When this process started, in milliseconds since 1970; 0 where unknown. */
    public static long startedMillis() {
        return start(ProcessHandle.current()).map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether the process with this pid that started then is running. */
    public static boolean isRunning(long pid, long startedMillis) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        return process.isPresent()
                && process.flatMap(Machine::start)
                        .map(start -> Duration.between(Instant.ofEpochMilli(startedMillis), start)
                                        .abs()
                                        .compareTo(SAME_START)
                                < 0)
                        .orElse(true);
    }

    private static Optional<Instant> start(ProcessHandle process) {
        return process.info().startInstant();
    }
}
