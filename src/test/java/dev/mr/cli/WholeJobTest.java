package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.files.DriverFile;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.NaiveWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A small job by the real driver and worker, as their command lines run them, in this process. */
class WholeJobTest {
    private static final String TEXT = "a rose is a rose is a rose\n".repeat(50);

    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void an_input() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", TEXT);
    }

    /** The driver's run; a worker joins it and must end with it. */
    private ProgramRun start(String... more) {
        return withAWorker(folder.resolve("job"), () -> driver("start", more));
    }

    static ProgramRun withAWorker(Path job, Supplier<ProgramRun> start) {
        CompletableFuture<ProgramRun> driver = CompletableFuture.supplyAsync(start);
        await().until(() -> driver.isDone() || isDriven(job));
        if (!driver.isDone()) {
            ProgramRun worker = Workplace.worker("--dir", job.toString(), "--id", "7");
            assertThat(worker.code()).as(worker.err()).isZero();
            assertThat(worker.err()).contains("mr-worker: job succeeded\n");
        }
        return driver.join();
    }

    /** A worker that still finds the job before it has nothing to do. */
    private static boolean isDriven(Path job) throws IOException {
        return DriverFile.read(job.resolve(".mr/driver.json"), new LocalFileSystem())
                .filter(file -> !file.state().isFinished())
                .isPresent();
    }

    private ProgramRun driver(String command, String... more) {
        return Workplace.driver(arguments(command, more));
    }

    private String[] arguments(String command, String... more) {
        return java.util.stream.Stream.of(
                        List.of(command, "--dir", workplace.path("job")),
                        List.of(more),
                        command.equals("status") ? List.<String>of() : List.of("--inputs", workplace.path("in")))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    @Test
    void the_lines_for_people_are_few_and_stdout_has_the_output_alone() throws IOException {
        ProgramRun run = start("--reduce-tasks=2", "--map-tasks=3");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(workplace.path("job/out") + "\n");
        List<String> lines = run.err().lines().toList();
        assertThat(lines).hasSizeLessThanOrEqualTo(8);
        assertThat(lines.get(0))
                .startsWith("mr-driver ")
                .contains("wordcount over", "1 file in 3 map tasks, equal shares");
        assertThat(run.err())
                .contains("no worker has joined; start one: mr-worker --dir " + workplace.path("job") + "\n")
                .contains("\ndone     3 maps, 2 reduces in ", "\nattempts 5 started, 5 won", "\nbalance  ");
        for (int r = 0; r < 2; r++) {
            int bucket = r;
            assertThat(Files.readString(folder.resolve("job/out/out-" + r)))
                    .isEqualTo(NaiveWords.output(NaiveWords.of(TEXT.getBytes(StandardCharsets.UTF_8)).stream()
                            .filter(word -> NaiveWords.firstLetter(word, 2) == bucket)
                            .toList()));
        }
    }

    @Test
    void one_map_and_one_reduce_are_told_in_the_singular() {
        ProgramRun run = start("--reduce-tasks=1");
        assertThat(run.err())
                .contains("1 file in 1 map task, one each", "job      1 map and 1 reduce task, partitioner")
                .contains("\ndone     1 map, 1 reduce in ", "; 0 retries\n");
        assertThat(driver("status").out()).contains("inputs   1 file, ");
    }

    @Test
    void the_state_is_where_it_is_said_to_be() {
        ProgramRun run = start("--reduce-tasks=2", "--state-dir", workplace.path("state"));
        assertThat(run.err())
                .contains(", state in " + workplace.path("state") + ", output in " + workplace.path("job/out") + "\n");
        assertThat(folder.resolve("state/job.db")).exists();
        ProgramRun again = start("--reduce-tasks=2", "--force");
        assertThat(again.err()).contains(", state in " + workplace.path("state") + ", output in ");
    }

    @Test
    void the_json_lines_are_as_documented_and_the_result_is_the_last() throws IOException {
        ProgramRun run = start("--json", "--reduce-tasks=2");
        assertThat(run.code()).as(run.err()).isZero();
        List<JsonObject> lines = objects(run);
        assertThat(lines).extracting(line -> line.get("event").getAsString()).contains("info", "progress");
        for (JsonObject line : lines) {
            assertThat(line.get("v").getAsInt()).isEqualTo(StatusJson.VERSION);
            switch (line.get("event").getAsString()) {
                case "info", "warn" -> StatusJsonTest.assertDocumented(line, "`info` and `warn`");
                case "progress" -> StatusJsonTest.assertDocumented(line, "`progress`");
                default -> assertThat(line).isSameAs(lines.get(lines.size() - 1));
            }
        }
        assertResult(lines.get(lines.size() - 1), true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--reduce-tasks=4"})
    void a_job_whose_standard_output_is_closed_is_done_all_the_same_and_says_where(String option) {
        ProgramRun run = withAWorker(
                folder.resolve("job"),
                () -> ProgramRun.withClosedOutput(MrDriver.NAME, new MrDriver(), arguments("start", option)));
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err().lines().reduce("", (first, last) -> last))
                .matches("mr-driver: job [0-9a-f]{32} is done, its output is in " + workplace.path("job/out")
                        + "; only standard output could not be written: it is closed, or its disk is full");
        assertThat(driver("status").out()).contains("SUCCEEDED", "output   " + workplace.path("job/out"));
    }

    private void assertResult(JsonObject result, boolean ran) throws IOException {
        assertThat(result.get("event").getAsString()).isEqualTo("result");
        assertThat(result.get("state").getAsString()).isEqualTo("SUCCEEDED");
        assertThat(result.get("output").getAsString()).isEqualTo(workplace.path("job/out"));
        assertThat(result.getAsJsonObject("driver").get("alive").getAsBoolean()).isEqualTo(ran);
        Map<String, String> documented = FieldTable.documented("`mr-driver status --json`");
        documented.keySet().removeIf(field -> field.startsWith("failures[]"));
        documented.put("event", "string");
        assertThat(FieldTable.of(result).keySet()).isEqualTo(documented.keySet());
    }

    private static List<JsonObject> objects(ProgramRun run) {
        return run.out()
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    @Test
    void a_finished_job_is_resumed_without_running_anything_and_replaced_only_with_force() throws IOException {
        assertThat(start().code()).isZero();
        ProgramRun resumed = driver("resume", "--json");
        assertThat(resumed.code()).isZero();
        assertThat(resumed.err()).contains("is finished already (SUCCEEDED); nothing was run");
        List<JsonObject> lines = objects(resumed);
        assertResult(lines.get(lines.size() - 1), false);
        List<String> before = workplace.tree();
        Workplace.assertRefused(
                driver("start"), "is finished (SUCCEEDED); a new start would replace 4 files in", "say --force");
        assertThat(workplace.tree()).isEqualTo(before);
        assertThat(driver("status").out())
                .contains("SUCCEEDED", "output   " + workplace.path("job/out"))
                .doesNotContain("next ");
        assertThat(start("--force", "--reduce-tasks=1").code()).isZero();
        assertThat(folder.resolve("job/out")).isDirectoryContaining("glob:**/out-0");
        assertThat(folder.resolve("job/out/out-1")).doesNotExist();
    }

    @Test
    void a_port_in_use_ends_the_start_with_its_name_and_it_can_be_started_again() throws IOException {
        try (java.net.ServerSocket taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            ProgramRun run = driver("start", "--listen=127.0.0.1:" + taken.getLocalPort());
            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .hasLineCount(1)
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "--listen");
        }
        assertThat(driver("status").code()).isEqualTo(2);
        assertThat(start().code()).isZero();
    }
}
