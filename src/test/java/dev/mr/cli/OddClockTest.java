package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.driver.DriverSite;
import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobStart;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.files.SystemTime;
import dev.mr.shuffle.NaiveWords;
import dev.mr.task.JobSpecs;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Jobs on a machine whose calendar is wrong, or set while they run: people are shown it, and nothing rests on it. */
class OddClockTest {
    private static final String TEXT = "one two two three three three\n";
    private static final long HOUR_MILLIS = 3_600_000;

    @TempDir
    Path folder;

    /** {@code mr-driver start} of a word count at a site. */
    @Command
    private static final class Start implements Callable<Integer> {
        private final Site site;
        private final Path input;

        @Spec
        private CommandSpec spec;

        Start(Site site, Path input) {
            this.site = site;
            this.input = input;
        }

        @Override
        public Integer call() throws IOException {
            InputPlan plan = new InputPlanner(site.files()).plan(List.of(input), 1, InputPlanner.Reading.ANYTHING);
            RunOptions options = new RunOptions(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, List.of(), OptionalLong.of(0));
            return new DriverSession(site, site.directory().root(), false, spec)
                    .run(options, run -> new JobStart(site).run(JobSpecs.wordCount(1, 1), plan, false, run, () -> {}));
        }
    }

    /** What the driver said; each look at the calendar shows what follows from the one before. */
    private String run(Path job, long wallMillis, LongUnaryOperator next) throws IOException {
        AtomicLong calendar = new AtomicLong(wallMillis);
        TimeSource monotonic = new SystemTime();
        Site real = DriverSite.at(JobDirectory.at(job));
        Site odd = new Site(
                real.directory(),
                real.files(),
                new TimeSource() {
                    @Override
                    public long nanos() {
                        return monotonic.nanos();
                    }

                    @Override
                    public long wallMillis() {
                        return calendar.getAndUpdate(next);
                    }
                },
                real.randoms(),
                real.build(),
                real.stores(),
                real.startedMillis());
        Path input = Files.writeString(folder.resolve("input.txt"), TEXT);
        ProgramRun run = WholeJobTest.withAWorker(job, () -> ProgramRun.of(MrDriver.NAME, new Start(odd, input)));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(job.resolve("out/out-0")))
                .isEqualTo(NaiveWords.output(NaiveWords.of(TEXT.getBytes(StandardCharsets.UTF_8))));
        return run.err();
    }

    private static JsonObject status(Path job) {
        ProgramRun status = Workplace.driver("status", "--json", "--dir", job.toString());
        assertThat(status.code()).as(status.err()).isZero();
        return JsonParser.parseString(status.out()).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z", "2100-06-01T00:00:00Z"})
    void a_job_of_another_century_is_as_any_other_and_has_an_id_of_its_own(Instant today) throws Exception {
        Set<String> ids = new HashSet<>();
        for (int count = 0; count < 2; count++) {
            Path job = folder.resolve("job-" + count);
            assertThat(run(job, today.toEpochMilli(), same -> same)).contains("1 map, 1 reduce in 0.0 s;");
            JsonObject status = status(job);
            assertThat(status.get("started").getAsString()).isEqualTo(today.toString());
            assertThat(status.get("finished").getAsString()).isEqualTo(today.toString());
            ids.add(status.get("job").getAsString());
        }
        assertThat(ids).hasSize(2);
    }

    @Test
    void a_calendar_that_is_set_back_again_and_again_expires_nothing_and_shows_no_negative_duration() throws Exception {
        Path job = folder.resolve("job");
        String said = run(job, Instant.parse("2026-03-01T00:00:00Z").toEpochMilli(), at -> at - HOUR_MILLIS);
        assertThat(said).contains("1 map, 1 reduce in 0.0 s;", "2 started, 2 won, 0 failed, 0 lost");
    }

    @Test
    void a_calendar_that_leaps_ahead_expires_nothing() throws Exception {
        Path job = folder.resolve("job");
        String said = run(job, 0, at -> at + 24 * HOUR_MILLIS);
        assertThat(said).contains("2 started, 2 won, 0 failed, 0 lost");
    }
}
