package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.files.JobDirectory;
import dev.mr.rpc.Submission;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The commands of a service's clients, with a service in memory. */
class ServiceCommandsTest {
    @TempDir
    private Path folder;

    private final FakeService service = new FakeService(new HashMap<>());

    @BeforeEach
    void a_service_that_runs() throws IOException {
        FakeService.live(folder);
    }

    @AfterEach
    void every_connection_was_closed() {
        assertThat(service.open).isZero();
    }

    private ProgramRun run(String... words) {
        return runBare(Stream.concat(Stream.of(words), Stream.of("--root", folder.toString()))
                .toArray(String[]::new));
    }

    private ProgramRun runBare(String... words) {
        ServicePorts ports = service.ports();
        Object command = switch (words[0]) {
            case "submit" -> new SubmitCommand(ports);
            case "get" -> new GetCommand(ports);
            case "list" -> new ListCommand(ports);
            case "cancel" -> new CancelCommand(ports);
            default -> new WatchCommand(ports);
        };
        CommandSpec program = CommandSpec.create().addSubcommand(words[0], new CommandLine(command));
        return ProgramRun.of(MrDriver.NAME, program, words);
    }

    private static JsonObject object(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    private static void assertFails(ProgramRun run, int code, String... phrases) {
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err()).startsWith("mr-driver: ").contains(phrases);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
    }

    private ProgramRun submit(String... more) {
        return run(Stream.concat(Stream.of("submit", "--job", "wordcount", "--inputs", "books"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void submit_prints_the_id_alone_and_a_hint_beside() {
        ProgramRun run = submit();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("job-1\n");
        assertThat(run.err()).isEqualTo("accepted; follow it: mr-driver watch job-1 --root " + folder + "\n");
    }

    @Test
    void submit_sends_options_settings_and_inputs_as_the_service_reads_them() throws IOException {
        Path here = Files.createDirectory(folder.resolve("here"));
        ProgramRun run = submit(
                here.toString(),
                "pom.xml",
                "--set",
                "a=b=c",
                "--memory=64m",
                "--no-backup",
                "--map-tasks",
                "3",
                "--json");
        assertThat(run.code()).as(run.err()).isZero();
        Submission sent = service.submissions.get(0);
        assertThat(sent.job()).isEqualTo("wordcount");
        assertThat(sent.inputs())
                .containsExactly(
                        "books",
                        here.toString(),
                        Path.of("pom.xml").toAbsolutePath().toString());
        assertThat(sent.settings()).isEqualTo(Map.of("a", "b=c"));
        assertThat(sent.options()).isEqualTo(Map.of("memory", "64m", "no-backup", "true", "map-tasks", "3"));
        assertThat(sent.request()).hasSize(36);
        assertThat(object(run.out()).get("job").getAsString()).isEqualTo("job-1");
        assertThat(object(run.out()).get("request").getAsString()).isEqualTo(sent.request());
    }

    @Test
    void a_submit_that_was_perhaps_not_heard_is_repeated_with_the_same_request() {
        service.failing.addAll(List.of("submit", "submit"));
        assertThat(submit("--request-id", "nightly-1").out()).isEqualTo("job-1\n");
        assertThat(service.submissions)
                .hasSize(3)
                .extracting(Submission::request)
                .containsOnly("nightly-1");
    }

    @Test
    void after_ten_seconds_without_an_answer_a_submit_ends_with_what_to_do() {
        service.away = true;
        assertFails(submit("--request-id", "nightly-1"), 4, "does not answer", "--request-id nightly-1");
        assertThat(service.passed()).isBetween(java.time.Duration.ofSeconds(10), java.time.Duration.ofSeconds(11));
    }

    @Test
    void everything_wrong_with_a_submit_is_told_at_once() {
        ProgramRun run = run(
                "submit",
                "--map-tasks=0",
                "--memory=lots",
                "--set",
                "x",
                "--request-id",
                "a b",
                "--map-cmd=cat",
                "--jar=x");
        Workplace.assertRefused(
                run,
                "--job is missing",
                "--inputs is missing",
                "--map-tasks is 0, expected 1 to 1000000",
                "--memory: \"lots\" is not a size",
                "--set is \"x\", expected KEY=VALUE",
                "--request-id is \"a b\"",
                "--map-cmd is not for a service: it runs jobs by name alone",
                "--jar is not for a service");
        assertThat(service.submissions).isEmpty();
    }

    @Test
    void a_command_in_place_of_an_input_is_refused_with_the_reason_too() {
        Workplace.assertRefused(submit("--map-cmd", "cat"), "--map-cmd is not for a service");
    }

    @Test
    void submit_with_wait_prints_the_output_of_the_job() {
        service.jobs.add(FakeService.view("job-1", JobState.SUCCEEDED, ""));
        service.lines.addAll(List.of(FakeService.line(1, ""), FakeService.line(2, "m-0")));
        service.failing.addAll(List.of("get", "watch"));
        ProgramRun run = submit("--wait");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("/srv/jobs/job-1/out\n");
        assertThat(run.err()).contains("accepted job job-1", "what-1").doesNotContain("what-2");
    }

    @Test
    void submit_with_wait_and_json_prints_the_object_of_get_also_for_a_job_that_failed() {
        service.jobs.add(FakeService.view("job-1", JobState.FAILED, "map-3 failed"));
        ProgramRun run = submit("--wait", "--json");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("mr-driver: job job-1 is FAILED: map-3 failed");
        assertThat(run.out()).isEqualTo(run("get", "job-1", "--json").out()).hasLineCount(1);
    }

    @Test
    void waiting_for_a_service_that_stays_away_ends_after_a_minute() {
        service.jobs.add(FakeService.view("job-1", JobState.RUNNING, ""));
        service.failing.addAll(java.util.Collections.nCopies(1_000, "get"));
        ProgramRun run = submit("--wait");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("wait again: mr-driver watch job-1");
        assertThat(service.passed()).isBetween(java.time.Duration.ofSeconds(60), java.time.Duration.ofSeconds(62));
    }

    @Test
    void get_says_what_the_service_says() throws IOException {
        service.jobs.add(FakeService.view("job-1", JobState.SUCCEEDED, ""));
        JsonObject found = object(run("get", "job-1", "--json").out());
        assertThat(found)
                .hasToString(
                        "{\"v\":1,\"job\":\"job-1\",\"request\":\"request-job-1\",\"name\":\"wordcount\","
                                + "\"state\":\"SUCCEEDED\",\"message\":\"\",\"directory\":\"/srv/jobs/job-1\","
                                + "\"output\":\"/srv/jobs/job-1/out\",\"created\":\"2023-11-14T22:13:20Z\","
                                + "\"begun\":\"2023-11-14T22:13:20.001Z\",\"finished\":\"2023-11-14T22:13:20.002Z\","
                                + "\"tasks\":{\"maps\":{\"total\":4,\"committed\":3},\"reduces\":{\"total\":2,\"committed\":1}}}");
        StatusJsonTest.assertDocumented(found, "`mr-driver get --json`");
        assertThat(run("get", "job-1").out())
                .contains(
                        "job      job-1  wordcount  SUCCEEDED\n", "map      3 of 4 committed\n", "output   /srv/jobs");
    }

    @Test
    void a_job_that_waits_has_neither_output_nor_times() {
        service.jobs.add(FakeService.view("job-1", JobState.PENDING, ""));
        assertThat(run("get", "job-1", "--json").out())
                .contains("\"output\":null", "\"begun\":null", "\"finished\":null");
        assertThat(run("get", "job-1").out()).doesNotContain("output", "begun", "finished");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "cancel", "watch"})
    void a_job_that_is_not_known_is_refused(String command) {
        assertFails(run(command, "nobody"), 2, "there is no job nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"get", "cancel", "watch"})
    void a_command_about_a_job_needs_its_id(String command) {
        assertFails(run(command), 2, "ID");
    }

    @Test
    void list_has_every_page_unless_a_limit_is_given() {
        for (int i = 0; i < 2_001; i++) {
            service.jobs.add(FakeService.view("job-" + i, JobState.RUNNING, ""));
        }
        JsonArray all = JsonParser.parseString(run("list", "--json").out()).getAsJsonArray();
        assertThat(all).hasSize(2_001);
        assertThat(all.get(0).getAsJsonObject().has("tasks")).isFalse();
        JsonArray some = JsonParser.parseString(run("list", "--json", "--limit", "2", "--after", "job-4")
                        .out())
                .getAsJsonArray();
        assertThat(some)
                .extracting(view -> view.getAsJsonObject().get("job").getAsString())
                .containsExactly("job-5", "job-6");
        assertThat(run("list", "--limit", "2").out().lines()).hasSize(3);
        assertFails(run("list", "--limit", "0"), 2, "--limit is 0, expected 1 to");
    }

    @Test
    void a_service_without_jobs_has_an_empty_list() {
        assertThat(run("list", "--json").out()).isEqualTo("[]\n");
        assertThat(run("list").out()).hasLineCount(1);
    }

    @Test
    void cancel_is_done_when_the_job_is_cancelled() {
        service.jobs.add(FakeService.view("job-1", JobState.CANCELLED, ""));
        assertThat(run("cancel", "job-1")).isEqualTo(new ProgramRun(0, "job-1 CANCELLED\n", ""));
        assertThat(object(run("cancel", "job-1", "--json").out()).get("state").getAsString())
                .isEqualTo("CANCELLED");
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"RUNNING", "SUCCEEDED", "FAILED"})
    void a_job_that_is_too_far_is_not_cancelled(JobState state) {
        service.jobs.add(FakeService.view("job-1", state, ""));
        assertFails(run("cancel", "job-1"), 2, "job job-1 is too far to be cancelled");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void watch_prints_each_line_once_and_in_order_whatever_breaks(int breaksAfter) throws IOException {
        service.jobs.add(FakeService.view("job-1", JobState.SUCCEEDED, ""));
        for (int i = 1; i <= 5; i++) {
            service.lines.add(FakeService.line(i, i == 2 ? "m-0" : ""));
        }
        service.breaksAfter = breaksAfter;
        ProgramRun run = run("watch", "job-1", "--json", "--after", "1");
        assertThat(run.code()).as(run.err()).isZero();
        List<JsonObject> lines =
                run.out().lines().map(ServiceCommandsTest::object).toList();
        assertThat(lines).extracting(line -> line.get("sequence").getAsLong()).containsExactly(2L, 3L, 4L, 5L);
        assertThat(service.watchedAfter.get(0)).isEqualTo(1);
        StatusJsonTest.assertDocumented(lines.get(0), "`mr-driver watch --json`");
        service.breaksAfter = 0;
        assertThat(run("watch", "job-1").out())
                .startsWith(
                        "1  2023-11-14T22:13:20Z  what-1: text\n2  2023-11-14T22:13:20Z  what-2 m-0 attempt 1: text\n");
    }

    @Test
    void watch_of_a_job_without_success_ends_with_1() {
        service.jobs.add(FakeService.view("job-1", JobState.CANCELLED, "as asked"));
        assertFails(run("watch", "job-1"), 1, "job job-1 is CANCELLED: as asked");
        assertFails(run("watch", "job-1", "--after", "-3"), 2, "--after is -3");
    }

    @Test
    void watch_waits_ten_seconds_for_a_service_that_is_away_at_first() {
        service.away = true;
        assertFails(run("watch", "job-1"), 4, "does not answer");
        assertThat(service.passed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
    }

    @Test
    void a_watch_that_nobody_reads_any_more_ends_quietly() {
        service.jobs.add(FakeService.view("job-1", JobState.RUNNING, ""));
        service.lines.add(FakeService.line(1, ""));
        ProgramRun run = ProgramRun.withClosedOutput(
                MrDriver.NAME, new WatchCommand(service.ports()), "job-1", "--root", folder.toString());
        assertThat(run).isEqualTo(new ProgramRun(0, "", ""));
    }

    @Test
    void without_a_service_the_way_to_start_one_is_told() throws IOException {
        Path root = folder.resolve("none");
        for (String command : List.of("list", "submit")) {
            List<String> words = new ArrayList<>(List.of(command, "--root", root.toString()));
            if (command.equals("submit")) {
                words.addAll(List.of("--job", "x", "--inputs", "y"));
            }
            assertFails(
                    runBare(words.toArray(String[]::new)),
                    4,
                    "no service runs for " + root,
                    "mr-driver serve --root " + root);
        }
        assertThat(service.passed()).isZero();
        Path json = JobDirectory.at(folder).driverJson();
        Files.writeString(json, Files.readString(json).replaceAll("\"startedMillis\": \\d+", "\"startedMillis\": 5"));
        assertFails(run("list"), 4, "no service runs for " + folder, "the last one was pid");
    }

    @Test
    void a_token_that_is_of_no_use_is_a_matter_of_authentication() throws IOException {
        Files.writeString(folder.resolve("token"), "secret");
        assertFails(
                runBare(
                        "list",
                        "--driver",
                        "127.0.0.1:1",
                        "--token-file",
                        folder.resolve("token").toString()),
                7,
                "is not 64 hexadecimal digits");
        Files.delete(JobDirectory.at(folder).token());
        assertFails(run("list"), 7, "there is no token file");
    }

    @Test
    void a_service_is_named_by_its_root_or_by_its_address() {
        assertFails(run("list", "--driver", "127.0.0.1:0"), 2, "--root and --driver exclude", "port", "--token-file");
        assertFails(run("list", "--token-file", "x"), 2, "--token-file means nothing without --driver");
        assertFails(runBare("list", "--driver", "here"), 2, "--driver is \"here\", expected HOST:PORT");
    }

    @Test
    void a_root_on_the_command_line_counts_before_an_address_in_the_environment() {
        service.environment.put("MR_DRIVER", "127.0.0.1:1");
        assertThat(run("list").code()).isZero();
        service.environment.clear();
        service.environment.put("MR_ROOT", folder.toString());
        assertThat(runBare("list").code()).isZero();
    }
}
