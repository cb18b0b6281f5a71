package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.store.SampleJob;
import dev.mr.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeAndStatusOptionsTest {
    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void a_workplace() {
        workplace = new Workplace(folder);
    }

    /** A job whose driver died. */
    private void job() throws IOException {
        JobDirectory directory = JobDirectory.at(folder.resolve("job"));
        Files.createDirectories(directory.own());
        try (SqliteStore store = SqliteStore.openOrCreate(directory.database(), new LocalFileSystem(), "database-1")) {
            store.create(SampleJob.job("job-1", 4, 2), SampleJob.DRIVER, SampleJob.NOW);
        }
    }

    private List<String> in(String command, String... more) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(command, "--dir", workplace.path("job")),
                        java.util.stream.Stream.of(more))
                .toList();
    }

    @Test
    void without_a_job_both_are_refused_and_say_how_to_start_one() throws IOException {
        String next = "mr-driver start --dir " + workplace.path("job");
        workplace.assertDriverRefused(in("resume"), "there is no job in " + workplace.path("job"), next);
        workplace.assertDriverRefused(in("status"), "there is no job in " + workplace.path("job"), next);
        Files.createDirectories(folder.resolve("job/.mr"));
        workplace.assertDriverRefused(in("resume"), "there is no job in", next);
        workplace.assertDriverRefused(in("status"), "there is no job in", next);
    }

    @Test
    void a_directory_that_is_a_file_is_refused() throws IOException {
        workplace.file("job", "mine");
        workplace.assertDriverRefused(in("resume"), "--dir: " + workplace.path("job") + " is not a directory");
        workplace.assertDriverRefused(in("status"), "--dir: " + workplace.path("job") + " is not a directory");
    }

    @Test
    void wrong_options_are_refused_all_at_once() {
        workplace.assertDriverRefused(
                in("resume", "--reduce-tasks=0", "--local-workers=many", "--lease=1ms", "--frce"),
                "--reduce-tasks is 0",
                "--local-workers: \"many\" is not a whole number",
                "--lease is 1ms",
                "'--frce'",
                "see mr-driver resume --help");
        workplace.assertDriverRefused(
                in("status", "--task", "map17", "--jsn"),
                "--task: \"map17\" is not a task id such as map-17",
                "did you mean --json",
                "see mr-driver status --help");
    }

    @Test
    void a_resume_lists_every_option_that_contradicts_the_job_as_it_would_be_typed() throws IOException {
        job();
        ProgramRun run = Workplace.driver(in(
                        "resume",
                        "--map-tasks=4",
                        "--reduce-tasks=7",
                        "--lease=5s",
                        "--heartbeat=2s",
                        "--partitioner=fnv1a",
                        "--durability=power")
                .toArray(String[]::new));
        Workplace.assertRefused(
                run,
                "the job has other options: --reduce-tasks 7 (stored: 2)",
                "--partitioner fnv1a (stored: first-letter)",
                "--durability power (stored: process)",
                "--lease 5s (stored: 10s)",
                "--heartbeat 2s (stored: 1500ms)",
                "leave them out to resume");
        assertThat(run.err()).doesNotContain("--map-tasks");
    }

    @Test
    void a_start_over_an_unfinished_job_is_refused_even_with_force() throws IOException {
        job();
        workplace.file("in/a.txt", "one");
        for (List<String> arguments : List.of(in("start"), in("start", "--force"))) {
            List<String> all = new java.util.ArrayList<>(arguments);
            all.addAll(List.of("--inputs", workplace.path("in")));
            Workplace.assertRefused(
                    Workplace.driver(all.toArray(String[]::new)),
                    "job job-1 in " + workplace.path("job") + " is not finished (RUNNING)",
                    "mr-driver resume --dir " + workplace.path("job"));
        }
    }

    @Test
    void a_status_leaves_no_trace_and_tells_how_to_go_on() throws IOException {
        job();
        List<String> before = workplace.tree();
        ProgramRun run = Workplace.driver(in("status").toArray(String[]::new));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("job-1  wordcount  RUNNING", "map      0 of 4 committed", "not running")
                .endsWith("next     mr-driver resume --dir " + workplace.path("job") + "\n");
        assertThat(workplace.tree()).isEqualTo(before);
    }

    @Test
    void a_task_the_job_does_not_have_is_refused() throws IOException {
        job();
        workplace.assertDriverRefused(
                in("status", "--task", "reduce-2"), "the job has no reduce-2; it has 4 map and 2 reduce tasks");
    }
}
