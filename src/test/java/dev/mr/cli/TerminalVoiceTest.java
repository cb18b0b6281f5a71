package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.JobProgress;
import dev.mr.task.TimeSource;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalVoiceTest {
    private final StringWriter err = new StringWriter();
    private final Clock clock = new Clock();

    private static final class Clock implements TimeSource {
        long nanos = -5;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long wallMillis() {
            return 0;
        }
    }

    private TerminalVoice voice(boolean redraws, int columns) {
        return new TerminalVoice(new PrintWriter(err), clock, new Screen(redraws, columns));
    }

    private static JobProgress progress(int mapsDone, long bytesRead, long recordsReduced) {
        TreeMap<String, Long> counters = new TreeMap<>();
        counters.put("map.input.bytes", bytesRead);
        counters.put("reduce.input.records", recordsReduced);
        return new JobProgress(8, mapsDone == 8 ? 0 : 1, mapsDone, 4, 2, 1, 3, counters);
    }

    private String heard() {
        String all = err.toString();
        err.getBuffer().setLength(0);
        return all;
    }

    @Test
    void on_a_terminal_one_line_is_redrawn_and_wiped_before_any_other_and_at_the_end() {
        TerminalVoice voice = voice(true, 200);
        voice.progress(progress(2, 0, 0));
        clock.nanos += 2_000_000_000L;
        voice.progress(progress(4, 6 << 20, 0));
        assertThat(heard())
                .isEqualTo("\r\u001b[Kmap [##........] 2/8  reduce [##........] 1/4  3 running, 3 workers  0 bytes/s"
                        + "  0.0 s  0 bytes read"
                        + "\r\u001b[Kmap [#####.....] 4/8  reduce [##........] 1/4  3 running, 3 workers  3.0 MiB/s"
                        + "  2.0 s  6.0 MiB read");
        voice.warn("worker 2 is gone");
        assertThat(heard()).isEqualTo("\r\u001b[Kwarn     worker 2 is gone\n");
        voice.progress(progress(4, 6 << 20, 0));
        heard();
        voice.erase();
        voice.erase();
        assertThat(heard()).isEqualTo("\r\u001b[K");
    }

    @Test
    void once_all_maps_are_committed_the_rate_is_that_of_the_reduces() {
        ProgressLine line = new ProgressLine(200, 0);
        line.at(progress(8, 6 << 20, 1_000), 0);
        assertThat(line.at(progress(8, 6 << 20, 21_000), 10_000_000_000L)).contains("  2,000 records/s  10.0 s");
    }

    @Test
    void the_rate_is_that_of_the_last_seconds_and_of_this_run() {
        ProgressLine line = new ProgressLine(200, 0);
        line.at(progress(1, 500L << 20, 0), 0);
        assertThat(line.at(progress(2, 510L << 20, 0), 10_000_000_000L)).contains("1.0 MiB/s");
        assertThat(line.at(progress(2, 510L << 20, 0), 25_000_000_000L)).contains("0 bytes/s");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 40, 60, 70, 79, 80, 100, 200})
    void the_line_never_fills_the_terminal(int columns) {
        voice(true, columns).progress(progress(2, 123L << 30, 0));
        String line = heard().replace("\r\u001b[K", "");
        assertThat(line).hasSizeLessThan(columns);
        if (columns >= 70) {
            assertThat(line).contains("map", "2/8", "reduce", "1/4", "3 running, 3 workers", "/s");
        }
    }

    @Test
    void elsewhere_the_line_is_repeated_every_five_seconds_without_control_characters() {
        TerminalVoice voice = voice(false, 80);
        for (int tenths = 0; tenths < 120; tenths++) {
            voice.progress(progress(2, 0, 0));
            clock.nanos += 100_000_000L;
        }
        voice.erase();
        assertThat(heard()).hasLineCount(2).doesNotContain("\r", "\u001b").endsWith("\n");
    }

    @Test
    void what_others_wrote_cannot_reach_the_terminal_as_control_characters() {
        voice(true, 80).info("label \u001b[31m\nred");
        assertThat(heard()).isEqualTo("label \\x1b[31m\\nred\n");
    }

    @Test
    void the_screen_is_what_the_launcher_and_the_environment_say() {
        Map<String, String> terminal = Map.of("mr.stderr.terminal", "true", "mr.columns", "132");
        assertThat(Screen.of(terminal, Map.of("COLUMNS", "60"))).isEqualTo(new Screen(true, 132));
        assertThat(Screen.of(Map.of(), Map.of("COLUMNS", "60"))).isEqualTo(new Screen(false, 60));
        assertThat(Screen.of(terminal, Map.of("TERM", "dumb"))).isEqualTo(new Screen(false, 132));
        assertThat(Screen.of(Map.of("mr.columns", "wide"), Map.of())).isEqualTo(new Screen(false, 80));
        assertThat(Screen.of(Map.of("mr.columns", "0"), Map.of())).isEqualTo(new Screen(false, 80));
    }
}
