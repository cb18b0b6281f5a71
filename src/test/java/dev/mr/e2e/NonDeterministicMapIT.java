package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static dev.mr.e2e.MisbehavingJob.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A map function that answers otherwise when it runs again, after a reduce has consumed its first answer. */
class NonDeterministicMapIT {
    /** Every key goes with the number of the map's attempt, which a job should never emit. */
    private static final String DICE = """
            public List<Option> options() { return List.of(Option.of("gates", "", "where gates are")); }
            public void define(Plan plan, Options options) {
                plan.map((line, out) -> {
                    for (int key = 0; key < 100; key++) {
                        out.emit(line.text() + key, "" + out.task().attempt());
                    }
                }).reduce((key, values, out) -> {
                    java.io.File gate = new java.io.File(options.get("gates"), "gate-" + out.task().attempt());
                    while (out.task().id() == 1 && !gate.exists()) { Thread.sleep(20); }
                    while (values.next()) { out.emit(key, values.text()); }
                });
            }
            """;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void what_was_made_of_its_first_answer_is_made_anew_and_the_job_says_so() throws Exception {
        Path jar = JobJar.of("Dice", DICE).write(room.resolve("dice.jar"));
        TestJob job = new TestJob(processes, room, 2, 2, "--jar", jar.toString(), "--set", "gates=" + room)
                .over(lines("a"))
                .over(lines("b"));
        Program driver = job.start();
        Program first = job.worker();
        job.await(1, "task WHERE task = 'reduce-0' AND state = 'COMMITTED'");
        job.await(1, "attempt WHERE task = 'reduce-1' AND state = 'LIVE'");
        job.await(2, "task WHERE kind = 'map' AND published = 1");
        first.kill();

        Files.delete(job.dir().resolve("intermediate/mr-0-1"));
        for (int attempt = 2; attempt < 5; attempt++) {
            MisbehavingJob.open(room, attempt);
        }
        Program second = job.worker();

        driver.endsWith(0);
        second.endsWith(0);
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(driver.err())
                .contains("non-deterministic map: map-0 attempt 2 wrote other bytes than map-0 attempt 1; the reduces"
                        + " that read them run again");
        assertThat(job.record()
                        .rows("SELECT attempt, state, kind FROM attempt WHERE task = 'reduce-0' ORDER BY attempt"))
                .containsExactly("1 LOST SUPERSEDED", "2 WON null");
        assertThat(String.join("", Reference.output(job.dir()).values()).lines())
                .hasSize(200)
                .allMatch(line -> line.endsWith(line.startsWith("a") ? " 2" : " 1"));
    }
}
