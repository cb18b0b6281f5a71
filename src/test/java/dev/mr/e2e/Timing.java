package dev.mr.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait; {@code -Dmr.timing.scale=3} for a slow machine. */
final class Timing {
    private static final double SCALE = Double.parseDouble(System.getProperty("mr.timing.scale", "1"));

    private Timing() {}

    /** A wait for what must happen soon. */
    static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(patience()).pollInterval(Duration.ofMillis(10));
    }

    /** What no step of a test should ever need. */
    static Duration patience() {
        return Duration.ofMillis((long) (90_000 * SCALE));
    }

    /** Lets time pass, where time itself is the fault: a lease runs out, a kill comes at a random instant. */
    static void pass(Duration time) {
        if (!time.isZero()) {
            Awaitility.await()
                    .pollDelay(time)
                    .atMost(time.plus(patience()))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> true);
        }
    }
}
