package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.catalog.JobJar;
import dev.mr.files.DriverFile;
import dev.mr.files.LocalFileSystem;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.shuffle.RandomText;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A service and its clients, as their operators and users meet them. */
class ServiceIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private TestService service;
    private Path input;

    @BeforeEach
    void a_service_with_an_input() throws IOException {
        service = new TestService(processes, room);
        input = Files.write(service.inputs().resolve("text.txt"), RandomText.prose(new Random(5), 3_000));
    }

    /** A job that stays at line x in its map or reduce function, until there is a file go-on in {@code folder}. */
    private Submission waiting(String request, String where, Path folder) {
        return mishap(request, Map.of("in", where, "line", "x", "what", "wait", "folder", folder.toString()));
    }

    private Submission mishap(String request, Map<String, String> settings) {
        return new Submission(
                request, "mishap", List.of("lines.txt"), settings, Map.of("map-tasks", "1", "reduce-tasks", "1"));
    }

    private void offerMishaps() throws Exception {
        LabJar.write(service.jars().resolve("lab.jar"));
        Files.writeString(service.inputs().resolve("lines.txt"), "a\nb\nx\ny\n");
    }

    private static JsonObject json(Program program) {
        return JsonParser.parseString(program.out()).getAsJsonObject();
    }

    private static void assertOneLine(Program program, String... phrases) {
        assertThat(program.errorLines("mr-driver"))
                .as(program.describe())
                .hasSize(1)
                .first()
                .asString()
                .contains(phrases);
    }

    /** It left no output, and nobody works for it. */
    private void assertCancelled(String id) {
        JobView view = service.get(id);
        assertThat(view.state()).isEqualTo(JobState.CANCELLED);
        assertThat(view.output()).isEmpty();
        assertThat(service.jobs().resolve(id).resolve("out")).doesNotExist();
        service.assertNothingWasWonTwiceOrLivesOn();
    }

    @Test
    void what_clients_print_and_end_with() throws Exception {
        offerMishaps();
        Program none = service.command("list");
        assertOneLine(none.endsWith(4), "no service runs for " + service.root(), "mr-driver serve --root");
        Program driver = service.serve("--local-workers", "2").awaitSaying("listening on");
        SmallJob words = SmallJob.wordCount("words", input);

        Program waited = service.command(
                "submit",
                "--job",
                "wordcount",
                "--inputs",
                input.toString(),
                "--map-tasks",
                "2",
                "--reduce-tasks",
                "2",
                "--request-id",
                "words",
                "--wait",
                "--json");
        Program failed = service.command(
                "submit",
                "--job",
                "mishap",
                "--set",
                "in=map",
                "--set",
                "line=x",
                "--map-tasks",
                "1",
                "--reduce-tasks",
                "1",
                "--request-id",
                "failing",
                "--wait",
                "--inputs",
                "lines.txt");
        waited.endsWith(0);
        assertThat(json(waited).get("state").getAsString()).isEqualTo("SUCCEEDED");
        String id = json(waited).get("job").getAsString();
        service.assertSucceeded(id, words);
        failed.endsWith(1);
        assertOneLine(failed, "mr-driver: job ", " is FAILED: ", "cannot stand x");
        assertThat(failed.out()).isEmpty();

        Program again =
                service.command("submit", "--job", "wordcount", "--inputs", input.toString(), "--request-id", "words");
        Program got = service.command("get", id, "--json");
        Program shown = service.command("get", id);
        Program listed = service.command("list", "--json");
        Program watched = service.command("watch", id, "--json");
        Program rest = service.command("watch", id, "--after", "3");
        Program late = service.command("cancel", id);
        assertThat(again.endsWith(0).out()).isEqualTo(id + "\n");
        assertThat(json(got.endsWith(0)).get("tasks").toString())
                .isEqualTo("{\"maps\":{\"total\":2,\"committed\":2},\"reduces\":{\"total\":2,\"committed\":2}}");
        assertThat(shown.endsWith(0).out()).contains("SUCCEEDED", service.jobs() + "/" + id + "/out");
        JsonArray jobs = JsonParser.parseString(listed.endsWith(0).out()).getAsJsonArray();
        assertThat(jobs)
                .hasSize(2)
                .extracting(one -> one.getAsJsonObject().get("request").getAsString())
                .containsExactlyInAnyOrder("words", "failing");
        List<String> lines = watched.endsWith(0).out().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            JsonObject line = JsonParser.parseString(lines.get(i)).getAsJsonObject();
            assertThat(line.get("sequence").getAsInt()).isEqualTo(i + 1);
        }
        assertThat(rest.endsWith(0).out().lines())
                .hasSize(lines.size() - 3)
                .first()
                .asString()
                .startsWith("4  ");
        assertOneLine(late.endsWith(2), "has finished already (SUCCEEDED)");

        Path wrong = Files.writeString(room.resolve("wrong"), "0".repeat(64) + "\n");
        String address = DriverFile.read(service.root().resolve(".mr/driver.json"), new LocalFileSystem())
                .orElseThrow()
                .address();
        Program stranger = service.driver("list", "--driver", address, "--token-file", wrong.toString());
        Program friend = service.driver(
                "list",
                "--driver",
                address,
                "--token-file",
                service.root().resolve(".mr/token").toString());
        assertOneLine(stranger.endsWith(7), "token");
        friend.endsWith(0);
        TestService.end(driver);
        assertOneLine(service.command("get", id).endsWith(4), "no service runs for " + service.root());
    }

    @Test
    @Tag("long")
    void what_a_service_refuses_it_says_in_one_line_and_nothing_is_left_of_it() throws Exception {
        Path outside = Files.writeString(room.resolve("outside.txt"), "secret\n");
        Files.createSymbolicLink(service.inputs().resolve("link.txt"), outside);
        Path folder = Files.createDirectory(service.inputs().resolve("folder"));
        Files.createSymbolicLink(folder.resolve("link.txt"), outside);
        Program driver = service.serve().awaitSaying("listening on");
        String bad = "not-a-job";

        Map<Program, String> refused = Map.of(
                service.command("get", bad), "there is no job " + bad,
                service.command("cancel", bad), "there is no job " + bad,
                service.command("watch", bad), "there is no job " + bad,
                service.command("list", "--after", bad), "there is no job " + bad,
                submit("wordcount", "--inputs", "../outside.txt"), "is not below an input root",
                submit("wordcount", "--inputs", outside.toString()), "is not below an input root",
                submit("wordcount", "--inputs", "link.txt"), "leads out of the input roots");
        refused.forEach((program, why) -> assertOneLine(program.endsWith(2), why));
        Map<Program, String> more = Map.of(
                submit("wordcount", "--inputs", "folder"), "leads out of the input roots",
                submit("nosuchjob", "--inputs", "text.txt"), "job \"nosuchjob\" is unknown; known: ",
                submit("streaming", "--inputs", "text.txt", "--set", "map-cmd=cat"), "runs commands",
                submit("grep", "--inputs", "text.txt"), "pattern");
        more.forEach((program, why) -> assertOneLine(program.endsWith(2), why));
        Program streaming = service.command("submit", "--map-cmd", "cat", "--inputs", "text.txt")
                .endsWith(2);
        assertThat(streaming.err()).contains("--map-cmd is not for a service");

        Program second = service.serve();
        Program start = service.driver(
                "start",
                "--dir",
                service.root().toString(),
                "--inputs",
                input.toString(),
                "--map-tasks",
                "1",
                "--reduce-tasks",
                "1");
        Program resume = service.driver("resume", "--dir", service.root().toString());
        assertOneLine(second.endsWith(5), "driven by pid " + driver.pid() + " on ");
        assertOneLine(start.endsWith(2), "is the root of a service");
        assertOneLine(resume.endsWith(2), "is the root of a service");
        assertThat(service.record().count("job")).isZero();
        TestService.end(driver);
        assertThat(service.jobs()).doesNotExist();
    }

    private Program submit(String job, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--job", job));
        all.addAll(List.of(arguments));
        return service.command("submit", all.toArray(String[]::new));
    }

    @Test
    void a_job_is_cancelled_at_every_stage_and_its_worker_does_the_next() throws Exception {
        offerMishaps();
        Program driver = service.serve("--max-running-jobs", "1").awaitSaying("listening on");
        Program worker = service.worker();
        for (String where : List.of("map", "reduce")) {
            Path folder = Files.createDirectory(room.resolve(where));
            String running = service.ask(client -> client.submit(waiting("in-" + where, where, folder)));
            SmallJob behind = SmallJob.wordCount("behind-" + where, input);
            String pending = service.submit(behind);
            SmallJob last = SmallJob.grep("last-" + where, input, "ab");
            String next = service.submit(last);
            Timing.await("a " + where + " task runs")
                    .until(() -> Reference.names(folder).size() == 1);
            assertThat(service.get(pending).state()).isEqualTo(JobState.PENDING);

            Program first = service.command("cancel", pending, "--json");
            assertThat(json(first.endsWith(0)).get("state").getAsString()).isEqualTo("CANCELLED");
            assertThat(service.get(running).state()).isEqualTo(JobState.RUNNING);
            Program watch = service.command("watch", running);
            assertThat(service.command("cancel", running).endsWith(0).out()).isEqualTo(running + " CANCELLED\n");
            assertOneLine(watch.endsWith(1), "is CANCELLED");
            assertThat(service.ask(client -> client.cancel(running)).state()).isEqualTo(JobState.CANCELLED);

            service.await(next, JobState.SUCCEEDED);
            service.assertSucceeded(next, last);
            assertCancelled(pending);
            assertCancelled(running);
            assertThat(folder.resolve("go-on")).doesNotExist();
        }
        assertThat(worker.isAlive()).isTrue();
        assertThat(service.record().rows("SELECT DISTINCT worker FROM worker")).containsExactly("1");
        TestService.end(driver);
        worker.endsWith(9);
    }

    @Test
    @Tag("long")
    void a_cancel_that_meets_the_last_commit_is_done_or_too_late_and_never_half() throws Exception {
        Program driver = service.serve("--local-workers", "1").awaitSaying("listening on");
        for (int round = 0; round < 10; round++) {
            SmallJob job = SmallJob.wordCount("round-" + round, input);
            String id = service.submit(job);
            List<JobLine> lines = new ArrayList<>();
            List<JobState> answers = new ArrayList<>();
            boolean early = round % 2 == 0;
            service.ask(client -> {
                client.watch(id, 0, line -> {
                    lines.add(line);
                    boolean reduced = line.what().equals("won")
                            && lines.stream()
                                            .filter(won -> won.what().equals("won"))
                                            .count()
                                    == 4;
                    if (early ? reduced : line.what().equals("job-committing")) {
                        answers.add(service.ask(other -> cancelled(other.get(id)) ? JobState.CANCELLED : cancel(id)));
                    }
                });
                return id;
            });
            JobState state = service.get(id).state();
            assertThat(answers).containsExactly(state);
            if (state == JobState.CANCELLED) {
                assertCancelled(id);
            } else {
                service.assertSucceeded(id, job);
            }
        }
        TestService.end(driver);
    }

    private static boolean cancelled(JobView view) {
        return view.state() == JobState.CANCELLED;
    }

    /** What the job is to be then: a refusal says that it will succeed, or has. */
    private JobState cancel(String id) {
        try {
            return service.ask(client -> client.cancel(id)).state();
        } catch (MrException late) {
            assertThat(late.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(late.line()).containsAnyOf("is already committing", "has finished already (SUCCEEDED)");
            return JobState.SUCCEEDED;
        }
    }

    @Test
    void a_service_that_is_told_to_end_goes_on_with_its_jobs_when_it_is_started_again() throws Exception {
        offerMishaps();
        Path folder = Files.createDirectory(room.resolve("folder"));
        Program driver = service.serve("--local-workers", "1", "--min-workers", "3", "--max-running-jobs", "2")
                .awaitSaying("listening on");
        SmallJob words = SmallJob.wordCount("words", input);
        String waits = service.ask(client -> client.submit(waiting("waits", "map", folder)));
        String fails = service.ask(client -> client.submit(mishap("fails", Map.of("in", "reduce", "line", "y"))));
        String counts = service.submit(words);
        Program other = service.worker();
        Timing.await("two workers have joined").until(() -> service.record().count("worker WHERE worker = 2") > 0);
        assertThat(service.record().count("attempt"))
                .as("begun with too few workers")
                .isZero();
        Program third = service.worker();

        service.await(fails, JobState.FAILED);
        service.await(counts, JobState.SUCCEEDED);
        Timing.await("the map task runs").until(() -> Reference.names(folder).size() == 1);
        TestService.end(driver);
        assertThat(driver.err()).contains("nothing accepted is lost");
        other.endsWith(9);
        third.endsWith(9);

        driver = service.serve("--local-workers", "1").awaitSaying("1 job to go on with, 1 begun");
        service.await(waits, JobState.SUCCEEDED);
        assertThat(service.get(fails).message()).contains("cannot stand y");
        assertThat(service.jobs().resolve(fails).resolve("out")).doesNotExist();
        service.assertSucceeded(counts, words);
        service.assertNothingWasWonTwiceOrLivesOn();
        TestService.end(driver);
    }

    /** A jar with a job that writes how many words there are, after what its own helper class says. */
    private Path tally(String jar, String job, String says) throws IOException {
        return new JobJar()
                .job("Tally", """
                        public String name() { return "%s"; }
                        public void define(Plan plan, Options options) {
                            plan.map((line, out) -> out.emit(Tone.SAYS, 1)).sum();
                        }
                        """.formatted(job))
                .type("Tone", "final class Tone { static final String SAYS = String.valueOf(\"" + says + "\"); }")
                .write(room.resolve(jar + ".made"));
    }

    private void offer(String jar, String job, String says) throws IOException {
        Files.move(tally(jar, job, says), service.jars().resolve(jar), StandardCopyOption.REPLACE_EXISTING);
    }

    private String tallied(String id) throws IOException {
        service.await(id, JobState.SUCCEEDED);
        return String.join("", Reference.output(service.jobs().resolve(id)).values());
    }

    private String submitTally(String request, String job) {
        return service.ask(client -> client.submit(new Submission(
                request, job, List.of("text.txt"), Map.of(), Map.of("map-tasks", "2", "reduce-tasks", "1"))));
    }

    @Test
    @Tag("long")
    void jars_come_and_change_and_each_is_alone() throws Exception {
        long lines = Files.readAllLines(input).size();
        Program driver = service.serve("--local-workers", "1").awaitSaying("listening on");
        assertThatThrownBy(() -> submitTally("early", "first")).hasMessageContaining("job \"first\" is unknown");

        offer("first.jar", "first", "one");
        offer("second.jar", "second", "two");
        String first = submitTally("a", "first");
        String second = submitTally("b", "second");
        assertThat(tallied(first)).isEqualTo("one " + lines + "\n");
        assertThat(tallied(second)).isEqualTo("two " + lines + "\n");

        offer("first.jar", "first", "three");
        assertThat(tallied(submitTally("c", "first"))).isEqualTo("three " + lines + "\n");
        Files.writeString(service.jars().resolve("broken.jar"), "no jar");
        assertThat(tallied(submitTally("d", "second"))).isEqualTo("two " + lines + "\n");
        offer("third.jar", "second", "four");
        assertThatThrownBy(() -> submitTally("e", "second")).hasMessageContaining("is in more than one jar");
        assertThatThrownBy(() -> submitTally("e", "fourth")).hasMessageContaining("broken.jar is not usable");
        TestService.end(driver);
    }

    @Test
    @Tag("long")
    void what_is_forgotten_keeps_its_output() throws Exception {
        Program driver =
                service.serve("--local-workers", "1", "--keep-jobs", "2").awaitSaying("listening on");
        List<String> ids = new ArrayList<>();
        List<SmallJob> jobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jobs.add(SmallJob.wordCount("job-" + i, input));
            ids.add(service.submit(jobs.get(i)));
            service.await(ids.get(i), JobState.SUCCEEDED);
        }

        Timing.await("two jobs are kept")
                .until(() -> service.ask(client -> client.list("", 10)).size() == 2);
        assertThat(service.ask(client -> client.list("", 10)).stream()
                        .map(JobView::job)
                        .toList())
                .isEqualTo(ids.subList(2, 4));
        assertOneLine(service.command("get", ids.get(0)).endsWith(2), "there is no job " + ids.get(0) + " (any more)");
        for (int i = 0; i < 2; i++) {
            Path forgotten = service.jobs().resolve(ids.get(i));
            jobs.get(i).assertOutput(forgotten);
            Timing.await("only the output is left")
                    .until(() -> Reference.names(forgotten).equals(List.of("out")));
        }
        for (int i = 2; i < 4; i++) {
            service.assertSucceeded(ids.get(i), jobs.get(i));
        }
        TestService.end(driver);
    }
}
