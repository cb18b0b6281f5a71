package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs with partitions by range, whose map function the driver has asked for keys before there is a job. */
@Tag("long")
class RangeJobsIT {
    /** What happens on the line {@code bad}, if there is one. */
    private static final String SORTING = """
            public List<Option> options() {
                return List.of(Option.of("mode", "fine", "what becomes of it"), Option.of("mark", "", "a file"));
            }
            public void define(Plan plan, Options options) {
                plan.map((line, out) -> {
                    if (line.text().equals("bad")) {
                        misbehave(options);
                    }
                    out.emit(line);
                }).partitionByRange();
            }
            private static void misbehave(Options options) throws Exception {
                switch (options.get("mode")) {
                    case "throw" -> throw new IllegalStateException("cannot read this");
                    case "exit" -> System.exit(0);
                    case "halt" -> Runtime.getRuntime().halt(3);
                    case "fill" -> {
                        List<long[]> much = new ArrayList<>();
                        while (much.size() >= 0) {
                            much.add(new long[1 << 20]);
                        }
                    }
                    case "loop" -> {
                        while (System.nanoTime() != 0) {
                            Thread.onSpinWait();
                        }
                    }
                    case "print" -> {
                        while (System.nanoTime() != 0) {
                            System.out.println("x".repeat(10_000));
                        }
                    }
                    case "wait" -> {
                        java.nio.file.Files.createFile(java.nio.file.Path.of(options.get("mark")));
                        new java.util.concurrent.CountDownLatch(1).await();
                    }
                    default -> { }
                }
            }
            """;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private final List<String> lines = new ArrayList<>();
    private TestJob job;

    @BeforeEach
    void a_job_of_commands() {
        job = new TestJob(processes, room, 3, 4, "--map-cmd", "cat", "--partitioner", "range");
    }

    private void jarJob(String... options) throws IOException {
        Path jar = JobJar.of("Sorting", SORTING).write(room.resolve("sorting.jar"));
        List<String> all = new ArrayList<>(List.of("--jar", jar.toString()));
        all.addAll(List.of(options));
        job = new TestJob(processes, room, 3, 4, all.toArray(String[]::new));
    }

    /** Three inputs, of which one is much larger; the second has the line {@code bad} after 1000 bytes. */
    private void inputs() {
        Random random = new Random(11);
        for (int bytes : new int[] {300_000, 2_000, 20_000}) {
            StringBuilder text = new StringBuilder();
            while (text.length() < bytes) {
                text.append(String.format("%09d\n", random.nextInt(1_000_000_000)));
            }
            if (bytes == 2_000) {
                text.insert(1_000, "bad\n");
            }
            lines.addAll(text.toString().lines().toList());
            job.over(text.toString().getBytes(StandardCharsets.US_ASCII));
        }
        Collections.sort(lines);
    }

    private void assertSorted() throws IOException {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, String> file : Reference.output(job.dir()).entrySet()) {
            List<String> some = file.getValue().lines().toList();
            assertThat(some).as(file.getKey()).hasSizeLessThan(lines.size() / 4 * 3 / 2);
            found.addAll(some);
        }
        assertThat(found.equals(lines)).as("all lines in order, over all files").isTrue();
        assertThat(Reference.output(job.dir())).isEqualTo(Reference.sequential(job));
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
    }

    private void assertNothingStored() throws IOException {
        assertThat(Reference.names(job.dir())).containsExactly(".mr");
        assertThat(Reference.names(job.dir().resolve(".mr"))).isSubsetOf("driver.lock", "logs");
    }

    @Test
    void a_job_of_a_jar_is_in_order_over_all_its_files() throws Exception {
        jarJob();
        inputs();
        job.start("--local-workers", "2").endsWith(0);
        assertSorted();
    }

    @Test
    void a_job_of_commands_is_in_order_over_all_its_files() throws Exception {
        inputs();
        job.start("--local-workers", "2").endsWith(0);
        assertSorted();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throw | map function failed on input {input} at offset 1000 (3 bytes): java.lang.IllegalStateException: cannot read this
            exit  | its map function ended the process with System.exit
            halt  | the process that called its map function ended with exit code 3
            fill  | map function failed on input {input} at offset 1000 (3 bytes): java.lang.OutOfMemoryError: Java heap space
            loop  | its map function did not end within 2 s (--task-timeout)
            print | its map function did not end within 2 s (--task-timeout)
            """)
    void whatever_the_map_function_does_there_the_driver_tells_and_the_next_start_works(String mode, String words)
            throws Exception {
        jarJob("--task-timeout", "2s");
        inputs();
        String bad = job.inputs().get(1).toString();

        Program driver =
                job.start("--set", "mode=" + mode, "--local-workers", "1").endsWith(1);

        assertThat(driver.err().lines()).hasSize(1);
        assertThat(driver.err())
                .startsWith("mr-driver: job sorting is not started: sampling its keys (partitioner range) failed: ")
                .contains(words.replace("{input}", bad))
                .contains("input " + bad + " at offset 1000");
        if (mode.equals("throw") || mode.equals("exit") || mode.equals("loop") || mode.equals("fill")) {
            assertThat(driver.err()).contains(" at Sorting.misbehave(Sorting.java:");
        }
        Path log = job.dir().resolve(".mr/logs/sample.log");
        assertThat(driver.err().contains("log: " + log)).isEqualTo(Files.exists(log));
        if (mode.equals("print")) {
            assertThat(Files.size(log)).isBetween(1L << 20, 2L << 20);
        }
        assertNothingStored();
        if (mode.equals("exit")) {
            job.start("--local-workers", "1").endsWith(0);
            assertThatJob(job).succeeded().leavesOnlyItsResults();
        }
    }

    @Test
    void a_command_that_fails_there_is_told_with_its_last_words_and_the_next_start_works() throws Exception {
        Path script = Files.writeString(room.resolve("map.sh"), "cat >/dev/null; echo cannot do this >&2; exit 3\n");
        job = new TestJob(processes, room, 3, 4, "--map-cmd", "sh map.sh", "--partitioner", "range");
        inputs();

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.err().lines()).hasSize(1);
        assertThat(driver.err())
                .contains("map command `sh map.sh` on " + job.inputs().get(0)
                        + " from offset 0 ended with exit code 3; last lines of stderr: cannot do this (stderr is in "
                        + job.dir().resolve(".mr/logs/m-0.0.stderr") + ")");
        assertNothingStored();
        Files.writeString(script, "cat\n");
        job.start("--local-workers", "1").endsWith(0);
        assertSorted();
    }

    private Program waiting() throws IOException {
        Path mark = room.resolve("mark");
        jarJob();
        inputs();
        Program driver = job.start("--set", "mode=wait", "--set", "mark=" + mark, "--local-workers", "1");
        Timing.await("the map function waits").until(() -> Files.exists(mark));
        return driver;
    }

    @Test
    void a_driver_killed_there_takes_its_process_with_it_and_leaves_nothing_in_the_way() throws Exception {
        Program driver = waiting();
        ProcessHandle sampler = ProcessHandle.of(driver.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow();

        driver.kill();

        sampler.onExit().get(Timing.patience().toMillis(), TimeUnit.MILLISECONDS);
        assertNothingStored();
        job.start("--local-workers", "1").endsWith(0);
        assertSorted();
    }

    @Test
    void a_process_killed_there_is_told_and_leaves_nothing_in_the_way() throws Exception {
        Program driver = waiting();

        ProcessHandle.of(driver.pid()).orElseThrow().children().forEach(ProcessHandle::destroyForcibly);

        driver.endsWith(1);
        assertThat(driver.err()).contains("was killed by signal 9 (exit code 137)");
        assertNothingStored();
    }

    @Test
    void a_driver_told_to_stop_there_ends_at_once_and_says_so() throws Exception {
        Program driver = waiting();

        driver.signal("TERM");

        driver.endsWith(143);
        assertThat(driver.err()).startsWith("stopped while keys were sampled; nothing is stored, start again\n");
        assertNothingStored();
    }
}
