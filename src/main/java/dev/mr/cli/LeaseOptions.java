package dev.mr.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code --lease} and {@code --heartbeat} may be, whoever takes them. */
final class LeaseOptions {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private LeaseOptions() {}

    /** A second, or a quarter of a lease shorter than four. */
    static Duration usualHeartbeat(Duration lease) {
        Duration quarter = lease.dividedBy(4);
        return quarter.compareTo(SECOND) < 0 ? quarter : SECOND;
    }

    /** Adds what is wrong with them; {@code heartbeat} is null where it was left out. */
    static void check(Duration lease, @Nullable Duration heartbeat, List<String> problems) {
        if (lease.toMillis() < 100) {
            problems.add("--lease is " + lease.toMillis() + "ms, expected at least 100ms");
        }
        if (heartbeat != null
                && (heartbeat.isZero() || heartbeat.multipliedBy(2).compareTo(lease) > 0)) {
            problems.add("--heartbeat is " + heartbeat.toMillis() + "ms, expected more than 0 and at most half of"
                    + " the lease, " + lease.toMillis() + "ms");
        }
    }
}
