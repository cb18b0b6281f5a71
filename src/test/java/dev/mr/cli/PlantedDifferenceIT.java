package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.chaos.ChaosPlan;
import dev.mr.chaos.ProgramCommands;
import dev.mr.chaos.Soak;
import dev.mr.chaos.Verdict;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.SystemTime;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A selftest that could not find anything would prove nothing. */
@Tag("long")
class PlantedDifferenceIT {
    /** Its first job is a small one. */
    private static final long SEED = 8932;

    /** So is its second trial, a service. */
    private static final long SERVICE_SEED = 1306;

    @TempDir
    Path folder;

    private static List<String> command(Class<?> program, String... options) {
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        Stream.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"),
                        Stream.of(options),
                        Stream.of("-cp", System.getProperty("java.class.path"), program.getName()))
                .flatMap(words -> words)
                .toList();
    }

    @Test
    void an_output_that_has_a_line_less_than_it_should_is_found() throws Exception {
        Verdict verdict = runUntilFound(SEED, 1, "DIFFERENCE: out/");

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line()).contains(" 1 difference, 0 hangs, 0 leaked files, 0 leaked processes");
    }

    @Test
    void so_is_that_of_a_job_of_a_service() throws Exception {
        Verdict verdict = runUntilFound(SERVICE_SEED, 2, "-service: DIFFERENCE: out/");

        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line()).contains(" 0 hangs, 0 leaked files, 0 leaked processes");
    }

    private Soak soak(long seed, ProgramCommands programs) throws IOException {
        return new Soak(new ChaosPlan(seed), programs, folder.toRealPath(), new LocalFileSystem(), new SystemTime());
    }

    /** Until there is a line that has these words, and says where an output differs. */
    private Verdict runUntilFound(long seed, int lanes, String words) throws IOException {
        ProgramCommands programs = new ProgramCommands(command(LyingDriver.class), command(MrWorker.class));
        Soak soak = soak(seed, programs);
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        AtomicReference<String> difference = new AtomicReference<>("none");

        Verdict verdict = soak.run(Duration.ofMinutes(5), lanes, line -> {
            lines.add(line);
            if (line.contains(words) && difference.compareAndSet("none", line)) {
                soak.stop();
            }
        });

        assertThat(difference.get())
                .as(String.join("\n", lines))
                .contains(words)
                .contains(" differs from the sequential run at byte ");
        return verdict;
    }

    @Test
    void a_selftest_that_finds_something_ends_with_exit_code_1_and_keeps_it() {
        ProgramCommands programs = new ProgramCommands(
                command(LyingDriver.class, "-D" + LyingDriver.FAIL + "=true"), command(MrWorker.class));
        Path dir = folder.resolve("soak");

        ProgramRun run = ProgramRun.of(
                "mr-driver selftest",
                new SelftestCommand(() -> programs),
                "--chaos",
                "--minutes",
                "0.1",
                "--dir",
                dir.toString());

        assertThat(run.code()).as(run.out()).isEqualTo(1);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("selftest: NOT as without faults: 0 jobs, ")
                .contains("; look at it with: mr-driver ", dir + File.separator + "job-");
        assertThat(dir).isNotEmptyDirectory();
    }

    /** Whether it works in this folder; other tests have processes too. */
    private boolean isOwn(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
                    .contains(folder.toString());
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void a_job_that_hangs_is_found_and_holds_up_its_end_by_half_a_minute_at_most() throws Exception {
        ProgramCommands programs = new ProgramCommands(
                command(LyingDriver.class, "-D" + LyingDriver.HANG + "=true"), command(MrWorker.class));
        Duration length = Duration.ofSeconds(15);
        long began = System.nanoTime();

        Verdict verdict = soak(SEED, programs).run(length, 1, line -> {});

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(length.plusSeconds(30));
        assertThat(verdict.isGood()).isFalse();
        assertThat(verdict.line()).contains(" 0 jobs, ", " 0 differences, 1 hang, 0 leaked files, 0 leaked processes");
        assertThat(ProcessHandle.current().descendants().filter(this::isOwn)).isEmpty();
    }
}
