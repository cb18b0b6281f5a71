package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PulseTest {
    private String beat = "one";
    private final Pulse pulse = new Pulse(() -> beat, 0);

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void a_minute_without_progress_is_a_hang() {
        assertThat(pulse.feel(seconds(1), false)).isEmpty();
        assertThat(pulse.feel(seconds(61), false)).isEmpty();
        assertThat(pulse.feel(seconds(62), false)).containsExactly("no progress for 61 s: one");
    }

    @Test
    void progress_and_what_holds_it_up_are_none() {
        assertThat(pulse.feel(seconds(59), false)).isEmpty();
        beat = "two";
        assertThat(pulse.feel(seconds(118), false)).isEmpty();
        assertThat(pulse.feel(seconds(177), true)).isEmpty();
        assertThat(pulse.feel(seconds(236), false)).isEmpty();
    }

    @Test
    void when_the_time_is_up_a_quarter_of_a_minute_is_enough() {
        assertThat(pulse.feel(seconds(1), false)).isEmpty();
        assertThat(pulse.atTheEnd(seconds(16))).isEmpty();
        assertThat(pulse.atTheEnd(seconds(17))).containsExactly("no progress for 16 s: one");
    }

    @Test
    void where_all_takes_long_that_shows_nothing() {
        assertThat(pulse.feel(seconds(1), false)).isEmpty();
        beat = "two";
        assertThat(pulse.feel(seconds(7), false)).isEmpty();
        assertThat(pulse.atTheEnd(seconds(23))).isEmpty();
    }
}
