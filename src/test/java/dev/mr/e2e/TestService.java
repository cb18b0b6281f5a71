package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.JobClient;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Token;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A service in {@code room/service} over the inputs in {@code room/inputs} and the jars in {@code room/jars}, and its clients. */
final class TestService {
    /** Exit code of a process that SIGTERM ended. */
    static final int TERMINATED = 143;

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Processes processes;
    private final Path room;
    private final Path root;

    TestService(Processes processes, Path room) {
        this(processes, room, room.resolve("service"));
    }

    /** In another place than {@code room/service}. */
    TestService(Processes processes, Path room, Path root) {
        this.processes = processes;
        this.room = room;
        this.root = root;
        try {
            Files.createDirectories(inputs());
            Files.createDirectories(jars());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path room() {
        return room;
    }

    Path root() {
        return root;
    }

    Path inputs() {
        return room.resolve("inputs");
    }

    Path jars() {
        return room.resolve("jars");
    }

    /** Where the jobs are, each in a folder of its id. */
    Path jobs() {
        return root.resolve("jobs");
    }

    JobRecord record() {
        return new JobRecord(root.resolve(".mr/job.db"));
    }

    /** Starts it, and does not wait. */
    Program serve(String... options) {
        return serve(Map.of(), options);
    }

    /** Starts it with workers that are slow. */
    Program serveSlowly(String... options) {
        return serve(ClassArchive.slowWorkers(), options);
    }

    private Program serve(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--root", root.toString()));
        arguments.addAll(List.of("--input-root", inputs().toString(), "--jobs-dir", jars().toString()));
        arguments.addAll(List.of(options));
        return processes.start(room, "mr-driver", environment, arguments);
    }

    /** Ends it as an operator does. */
    static void end(Program service) {
        service.signal("TERM");
        service.endsWith(TERMINATED);
    }

    /** {@code mr-driver COMMAND --root ROOT} with these arguments. */
    Program command(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(command, "--root", root.toString()));
        all.addAll(List.of(arguments));
        return driver(all.toArray(String[]::new));
    }

    /** {@code mr-driver} with just these arguments. */
    Program driver(String... arguments) {
        return processes.start(room, "mr-driver", Map.of(), List.of(arguments));
    }

    Program worker(String... options) {
        return worker(Map.of(), options);
    }

    Program slowWorker(String... options) {
        return worker(ClassArchive.slowWorkers(), options);
    }

    Program worker(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--dir", root.toString()));
        arguments.addAll(List.of(options));
        return processes.start(room, "mr-worker", environment, arguments);
    }

    /** A connection to the service as it is found now. */
    JobClient connect() {
        JobDirectory directory = JobDirectory.at(root);
        try {
            String address = DriverFile.read(directory.driverJson(), new LocalFileSystem())
                    .map(DriverFile::address)
                    .orElseThrow(() -> new MrException(ExitCode.ENVIRONMENT, "no service has been here"));
            int colon = address.lastIndexOf(':');
            return new JobClient(
                    DriverAddress.of(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                    Token.parse(Files.readAllBytes(root.resolve(".mr/token"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service answers, which must be there. */
    <A> A ask(Function<JobClient, A> question) {
        try (JobClient client = connect()) {
            return question.apply(client);
        }
    }

    /** What the service answers when it is there: after a break the question is repeated. */
    <A> A askUntilAnswered(Function<JobClient, A> question) {
        while (true) {
            try {
                return ask(question);
            } catch (MrException broken) {
                if (broken.exitCode() != ExitCode.ENVIRONMENT) {
                    throw broken;
                }
                Timing.pass(PAUSE);
            }
        }
    }

    /** The id of the job that a service which is there makes of this. */
    String submit(SmallJob job) {
        return ask(client -> client.submit(job.submission()));
    }

    JobView get(String id) {
        return ask(client -> client.get(id));
    }

    /** Waits for this state of a job, which it must come to. */
    JobView await(String id, JobState state) {
        try (JobClient client = connect()) {
            Timing.await("job " + id + " is " + state).until(() -> {
                JobState now = client.get(id).state();
                assertThat(now.isFinished() && now != state)
                        .as("job %s is %s: %s", id, now, client.get(id).message())
                        .isFalse();
                return now == state;
            });
            return client.get(id);
        }
    }

    /** That a job has succeeded, as if nothing had happened to anything. */
    void assertSucceeded(String id, SmallJob job) throws IOException {
        JobView view = get(id);
        assertThat(view.state())
                .as("job %s, %s: %s", id, job.name(), view.message())
                .isEqualTo(JobState.SUCCEEDED);
        assertThat(view.request()).isEqualTo(job.request());
        assertThat(view.output()).isEqualTo(jobs().resolve(id).resolve("out").toString());
        job.assertOutput(jobs().resolve(id));
    }

    /** That every task of every job that succeeded was won once, and no attempt lives on in any job that has finished. */
    void assertNothingWasWonTwiceOrLivesOn() {
        assertThat(
                        record().rows(
                                        "SELECT job, task FROM attempt WHERE state = 'WON' GROUP BY job, task HAVING count(*) > 1"))
                .as("tasks with a second winner")
                .isEmpty();
        assertThat(record().rows("SELECT a.job, a.task, a.attempt FROM attempt a JOIN job USING (job)"
                        + " WHERE a.state = 'LIVE' AND job.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')"))
                .as("attempts that live on")
                .isEmpty();
    }
}
