package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static dev.mr.e2e.MisbehavingJob.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Records that the map function always fails on, with {@code --skip-bad-records}. */
@Tag("long")
class SkippedRecordsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private TestJob job(int maps, String... options) {
        String[] all = Stream.concat(Stream.of("--set", "until=99"), Stream.of(options))
                .toArray(String[]::new);
        return new TestJob(processes, room, maps, 1, MisbehavingJob.arguments(room, all));
    }

    private static boolean isGood(String line) {
        return !line.startsWith("!");
    }

    private List<String> quarantined(TestJob job) throws IOException {
        List<String> names = Reference.names(job.dir().resolve(".mr/quarantine"));
        return names.stream().filter(name -> !name.equals("job.json")).toList();
    }

    @Test
    void a_record_that_throws_is_left_out_kept_with_its_place_and_stack_and_can_be_replayed_alone() throws Exception {
        TestJob job = job(2, "--skip-bad-records=3")
                .over(lines("one", "!THROW", "two", "!THROW"))
                .over(lines("!STACK", "two"));

        Program driver = job.start("--local-workers", "2").endsWith(0);

        Path quarantine = job.dir().resolve(".mr/quarantine");
        assertThat(driver.err()).contains("SUCCEEDED, 3 records quarantined in " + quarantine);
        assertThat(driver.err()).contains("; 3 input records quarantined");
        assertThatJob(job).succeeded().hasOneWinnerATask();
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, SkippedRecordsIT::isGood));
        assertThat(MisbehavingJob.counter(job, "lines")).isEqualTo("3");
        assertThat(MisbehavingJob.counter(job, "map.skipped.records")).isEqualTo("3");
        assertThat(quarantined(job))
                .containsExactly("0-15.record", "0-15.txt", "0-4.record", "0-4.txt", "1-0.record", "1-0.txt");
        assertThat(quarantine.resolve("0-4.record")).hasContent("!THROW");
        assertThat(quarantine.resolve("0-4.txt"))
                .content()
                .startsWith("file    " + job.inputs().get(0) + "\noffset  4\nbytes   6\ncrc32c  ")
                .contains("cannot read this", "at job//Misbehavior.of(Misbehavior.java:");
        replayed(job);
        replaced(job);
    }

    /** With code that copes, here: options under which nothing misbehaves. */
    private void replayed(TestJob job) throws IOException {
        Path dir = room.resolve("replay");
        String jar = room.resolve("count.jar").toString();
        job.driver(
                        Map.of(),
                        List.of(
                                "start",
                                "--dir",
                                dir.toString(),
                                "--replay",
                                job.dir().toString(),
                                "--jar",
                                jar,
                                "--set",
                                "until=0",
                                "--reduce-tasks",
                                "1",
                                "--local-workers",
                                "1"))
                .endsWith(0);
        assertThat(Reference.output(dir)).isEqualTo(Map.of("out-0", "!STACK 1\n!THROW 2\n"));
        assertThat(job.start("--force", "--replay", job.dir().toString())
                        .endsWith(2)
                        .err())
                .contains("--replay is the directory of the new job too");
    }

    /** Nothing of a job is left in the place of the next. */
    private void replaced(TestJob job) throws IOException {
        assertThat(job.dir().resolve(".mr/logs/m-1.1.log")).exists();
        Path healthy = Files.write(room.resolve("healthy.txt"), lines("fine"));
        job.driver(
                        Map.of(),
                        List.of(
                                "start",
                                "--force",
                                "--dir",
                                job.dir().toString(),
                                "--inputs",
                                healthy.toString(),
                                "--local-workers",
                                "1"))
                .endsWith(0);
        assertThat(job.dir().resolve(".mr/quarantine")).doesNotExist();
        assertThat(Reference.names(job.dir().resolve(".mr/logs"))).containsExactly("worker-local-1.log");
    }

    @Test
    void a_record_that_kills_the_process_is_left_out_too() throws Exception {
        TestJob job = job(3, "--skip-bad-records=3")
                .over(lines("one", "!HALT", "two"))
                .over(lines("!EXIT"))
                .over(lines("two", "three", "!HEAP"));

        Program driver = job.start("--local-workers", "2").endsWith(0);

        assertThat(driver.err()).contains("SUCCEEDED, 3 records quarantined in ");
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, SkippedRecordsIT::isGood));
        assertThat(MisbehavingJob.counter(job, "lines")).isEqualTo("4");
        assertThat(quarantined(job))
                .containsExactly("0-4.record", "0-4.txt", "1-0.record", "1-0.txt", "2-10.record", "2-10.txt");
        assertThat(job.dir().resolve(".mr/quarantine/0-4.txt"))
                .content()
                .contains("map-0 attempt 2: its worker process died on this record");
    }

    @Test
    void a_record_of_a_packed_file_is_kept_with_its_bytes() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(lines("one", "!THROW", "two"));
        }
        Path input = Files.write(room.resolve("packed.txt.gz"), packed.toByteArray());
        TestJob job =
                job(1, "--skip-bad-records=1", "--inputs", input.toString()).over(new byte[0]);

        job.start("--local-workers", "1").endsWith(0);

        assertThat(job.dir().resolve(".mr/quarantine/1-4.record")).hasContent("!THROW");
        assertThat(Reference.output(job.dir())).isEqualTo(Map.of("out-0", "one 1\ntwo 1\n"));
    }

    @Test
    void one_bad_record_more_than_allowed_fails_the_job_and_names_it() throws Exception {
        TestJob job = job(1, "--skip-bad-records=1", "--max-attempts=2").over(lines("!THROW", "one", "!THROW"));

        Program driver = job.start("--local-workers", "1").endsWith(1);

        assertThat(driver.errorLines("mr-driver"))
                .singleElement()
                .asString()
                .contains("map-0 attempt 4 failed: map function failed on input "
                        + job.inputs().get(0) + " at offset 11 (6 bytes): ")
                .contains(
                        "; no more records may be left out: 1 of 1 used (--skip-bad-records ",
                        "(2 of 2 attempts spent; ");
        assertThat(quarantined(job)).containsExactly("0-0.record", "0-0.txt");
        assertThat(job.dir().resolve("out")).doesNotExist();
    }

    @Test
    void a_record_that_is_another_by_now_is_not_left_out() throws Exception {
        TestJob job = job(2, "--skip-bad-records=1").over(lines("one", "!THROW", "?"));
        job.over(lines("two"));
        Program driver = job.start("--local-workers", "1");
        job.await(1, "attempt WHERE task = 'map-0' AND attempt = 3 AND state = 'LIVE'");
        driver.kill();
        Path input = job.inputs().get(0);
        FileTime modified = Files.getLastModifiedTime(input);
        Files.write(input, lines("one", "better", "?"));

        Program refused = job.resume("--local-workers", "1").endsWith(6);
        Files.setLastModifiedTime(input, modified);
        for (int attempt = 4; attempt < 6; attempt++) {
            MisbehavingJob.open(room, attempt);
        }
        job.resumeToTheEnd();

        assertThat(refused.errorLines("mr-driver"))
                .singleElement()
                .asString()
                .contains("input " + input + " has changed since the job started");
        assertThat(Reference.output(job.dir())).isEqualTo(MisbehavingJob.expected(job, line -> true));
        assertThat(MisbehavingJob.counter(job, "map.skipped.records")).isEqualTo("0");
    }
}
