package dev.mr.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait; {@code -Dmr.timing.scale=3} for a slow machine. */
final class Timing {
    private static final double SCALE = Double.parseDouble(System.getProperty("mr.timing.scale", "1"));

    private static final int PATIENCE_SECONDS = 90;

    private Timing() {}

    /** A wait for what must happen soon. */
    static ConditionFactory await(String what) {
        return await(what, PATIENCE_SECONDS);
    }

    /** A wait for what must happen within so many seconds. */
    static ConditionFactory await(String what, int seconds) {
        return Awaitility.await(what).atMost(scaled(seconds)).pollInterval(Duration.ofMillis(10));
    }

    /** What no step of a test should ever need. */
    static Duration patience() {
        return scaled(PATIENCE_SECONDS);
    }

    private static Duration scaled(int seconds) {
        return Duration.ofMillis((long) (1000 * SCALE * seconds));
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
