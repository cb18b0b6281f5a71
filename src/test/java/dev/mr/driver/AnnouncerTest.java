package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.JobDirectory;
import dev.mr.job.JobProgress;
import dev.mr.task.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
    private static final String NOBODY = "no worker has joined; start one: mr-worker --dir files";

    private final List<String> lines = new ArrayList<>();
    private long nanos;

    private Announcer announcer(int localWorkers) {
        TimeSource time = new TimeSource() {
            @Override
            public long nanos() {
                return nanos;
            }

            @Override
            public long wallMillis() {
                return 0;
            }
        };
        Voice voice = new Voice() {
            @Override
            public void info(String line) {
                lines.add(line);
            }

            @Override
            public void warn(String line) {
                lines.add("warn " + line);
            }

            @Override
            public void progress(JobProgress progress) {}
        };
        return new Announcer(time, voice, JobDirectory.at(Path.of("files")), localWorkers);
    }

    private void seconds(Announcer announcer, int seconds, int workers) {
        for (int tenths = 0; tenths < 10 * seconds; tenths++) {
            nanos += 100_000_000L;
            announcer.tell(new JobProgress(6, 0, 0, 4, 0, 0, workers, new TreeMap<>()));
        }
    }

    @Test
    void that_nobody_works_is_said_at_the_start_and_every_30_seconds_while_it_lasts() {
        Announcer announcer = announcer(0);
        announcer.begin();
        assertThat(lines).containsExactly("workers  " + NOBODY);
        lines.clear();
        seconds(announcer, 61, 0);
        assertThat(lines).containsExactly(NOBODY, NOBODY);
        lines.clear();
        seconds(announcer, 120, 1);
        assertThat(lines).isEmpty();
        seconds(announcer, 29, 0);
        assertThat(lines).isEmpty();
        seconds(announcer, 2, 0);
        assertThat(lines).containsExactly(NOBODY);
    }

    @Test
    void with_local_workers_the_logs_are_named_instead() {
        Announcer announcer = announcer(2);
        announcer.begin();
        seconds(announcer, 31, 0);
        assertThat(lines).hasSize(2).allMatch(line -> line.contains("files/.mr/logs"));
    }
}
