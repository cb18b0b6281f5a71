package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobJar;
import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.files.SystemTime;
import dev.mr.rpc.DriverServer;
import dev.mr.rpc.InProcessDriverAddress;
import dev.mr.rpc.Token;
import dev.mr.rpc.WorkFiles;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose driver is lost, and found again or not. */
class ReconnectTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4);

    @TempDir
    private Path root;

    private Path jar;
    private Path token;
    private InProcessDriverAddress address;
    private DriverServer server;
    private @Nullable Worker worker;
    private CompletableFuture<ExitCode> end = new CompletableFuture<>();
    private long nonces;

    /** What the driver of the moment has heard, but for heartbeats. */
    private volatile List<WorkerMessage> said = new CopyOnWriteArrayList<>();

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static final WorkFiles NO_FILES = new WorkFiles() {
        @Override
        public String save(String folder, AttemptId attempt, byte[] content) throws IOException {
            throw new IOException("not here");
        }

        @Override
        public byte[] load(String folder, String name) throws IOException {
            throw new IOException("not here");
        }
    };

    @BeforeEach
    void a_driver_and_a_job_whose_maps_wait_for_a_file() throws Exception {
        jar = JobJar.of("Wait", ManyJobsTest.WAITING).write(root.resolve("wait.jar"));
        token = Files.writeString(root.resolve("token"), TOKEN + "\n");
        JobDirectory directory = JobDirectory.at(root);
        Files.createDirectories(directory.attempts());
        Files.createDirectories(directory.logs());
        Files.writeString(root.resolve("input.txt"), "word");
        address = new InProcessDriverAddress();
        driverComes();
    }

    @AfterEach
    void nobody_is_left() throws Exception {
        if (worker != null) {
            worker.stop("the test is over");
            end.handle((exitCode, failure) -> "").get(1, TimeUnit.MINUTES);
        }
        server.close();
        address.close();
    }

    private void driverComes() {
        List<WorkerMessage> heard = new CopyOnWriteArrayList<>();
        said = heard;
        server = new DriverServer(
                address, Token.parse(TOKEN.getBytes(StandardCharsets.US_ASCII)), NO_FILES, new DriverServer.Listener() {
                    @Override
                    public void said(long session, WorkerMessage message) {
                        if (message instanceof WorkerMessage.Heartbeat heartbeat) {
                            server.send(session, new DriverMessage.HeartbeatAck(heartbeat.sequence()));
                        } else {
                            heard.add(message);
                        }
                    }

                    @Override
                    public void closed(long session, String reason) {}
                });
    }

    private void driverGoes() {
        server.close();
        Awaitility.await()
                .until(() -> lines.stream().anyMatch(line -> line.contains("lost the driver")) || end.isDone());
    }

    private void workerStarts(int slots, Duration reconnectFor) {
        Worker started = new Worker(
                new WorkerOptions(
                        null,
                        new WorkerOptions.Endpoint(address, token),
                        "w",
                        slots,
                        Duration.ofMinutes(5),
                        false,
                        reconnectFor,
                        null),
                new WorkerPorts(new LocalFileSystem(), new SystemTime(), "test", lines::add));
        worker = started;
        end = CompletableFuture.supplyAsync(() -> {
            try {
                return started.run();
            } catch (IOException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        assertThat(hello()).isEqualTo(hello(slots, reconnectFor, "", List.of(), 0));
        welcomes(1, 1);
        await(1, WorkerMessage.Ready.class);
    }

    private static WorkerMessage.Hello hello(
            int slots, Duration reconnectFor, String jobUuid, List<AttemptId> held, int former) {
        return new WorkerMessage.Hello(
                "w", Machine.host(), Machine.pid(), slots, "test", reconnectFor.toMillis(), jobUuid, held, former);
    }

    private WorkerMessage.Hello hello() {
        return await(1, WorkerMessage.Hello.class).get(0);
    }

    private void welcomes(int number, long epoch) {
        send(new DriverMessage.Welcome(number, 1, epoch, 60_000, 20, "job-1", root.toString()));
    }

    private void send(DriverMessage message) {
        server.send(1, message);
    }

    private <T> List<T> heard(Class<T> kind) {
        return said.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private <T> List<T> await(int count, Class<T> kind) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> heard(kind).size() >= count || end.isDone());
        assertThat(heard(kind)).as("%s", lines).hasSize(count);
        return heard(kind);
    }

    /** Assigns a map and waits until it runs, if it is to. */
    private AttemptId assigned(int map, boolean runs) throws IOException {
        Path meet = Files.createDirectories(root.resolve("meet-" + map));
        Path input = root.resolve("input.txt");
        var facts = new LocalFileSystem().facts(input).orElseThrow();
        InputFile file = new InputFile(0, 0, input.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
        JobSpec spec = new JobSpec(
                new JobCode("wait", List.of(JarFiles.describe(jar)), new TreeMap<>(Map.of("folder", meet.toString()))),
                9,
                1,
                ShuffleSpec.of(PartitionerName.FNV1A).withMemory(1 << 20),
                "out-",
                AttemptRules.DEFAULT);
        AttemptId attempt = new AttemptId(TaskId.map(map), 1, ++nonces);
        send(new DriverMessage.Assign(attempt, "", spec, new Work.MapWork(List.of(new Split(file, 0, facts.bytes())))));
        if (runs) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(meet.resolve("begun")));
        }
        return attempt;
    }

    private void mayEnd(AttemptId attempt) throws IOException {
        Files.createFile(root.resolve("meet-" + attempt.task().index()).resolve("go"));
    }

    /** It runs to its end, with or without a driver. */
    private void ends(AttemptId attempt) throws IOException {
        mayEnd(attempt);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> lines.stream().anyMatch(line -> line.startsWith(attempt + " done: ")));
    }

    private static final Duration GRACE = Duration.ofMinutes(2);

    @Test
    void what_runs_goes_on_without_a_driver_and_is_reported_to_the_next() throws Exception {
        workerStarts(2, GRACE);
        AttemptId running = assigned(0, true);
        driverGoes();
        driverComes();
        assertThat(hello()).isEqualTo(hello(2, GRACE, "job-1", List.of(running), 1));
        welcomes(2, 2);
        assertThat(await(1, WorkerMessage.Ready.class)).containsExactly(new WorkerMessage.Ready(1));

        mayEnd(running);
        assertThat(await(1, WorkerMessage.Succeeded.class))
                .extracting(WorkerMessage.Succeeded::attempt)
                .containsExactly(running);
        await(2, WorkerMessage.Ready.class);
        assertThat(JobDirectory.at(root).receipt(running)).exists();
    }

    @Test
    void what_ended_while_there_was_no_driver_is_told_in_order_before_the_slots_are_free() throws Exception {
        workerStarts(2, GRACE);
        AttemptId first = assigned(0, true);
        AttemptId second = assigned(1, true);
        driverGoes();
        ends(second);
        ends(first);
        driverComes();
        assertThat(hello().held()).containsExactlyInAnyOrder(first, second);
        assertThat(said).hasSize(1);
        welcomes(2, 2);

        await(1, WorkerMessage.Ready.class);
        assertThat(heard(WorkerMessage.Succeeded.class))
                .extracting(WorkerMessage.Succeeded::attempt)
                .containsExactly(second, first);
        assertThat(said).last().isEqualTo(new WorkerMessage.Ready(2));
    }

    @Test
    void what_has_not_begun_is_given_up_with_the_stream() throws Exception {
        workerStarts(1, GRACE);
        AttemptId running = assigned(0, true);
        AttemptId waiting = assigned(1, false);
        mayEnd(waiting);
        driverGoes();
        driverComes();
        assertThat(hello().held()).containsExactly(running);
        welcomes(2, 2);
        mayEnd(running);
        await(1, WorkerMessage.Succeeded.class);
        assertThat(await(1, WorkerMessage.Ready.class)).containsExactly(new WorkerMessage.Ready(1));
        assertThat(root.resolve("meet-1").resolve("begun")).doesNotExist();
    }

    @Test
    void an_attempt_that_the_next_driver_revokes_ends_and_frees_its_slot() throws Exception {
        workerStarts(1, GRACE);
        AttemptId running = assigned(0, true);
        driverGoes();
        driverComes();
        assertThat(hello().held()).containsExactly(running);
        welcomes(2, 2);
        send(new DriverMessage.Revoke(running, "it is another's"));
        assertThat(await(1, WorkerMessage.Ready.class)).containsExactly(new WorkerMessage.Ready(1));
        assertThat(heard(WorkerMessage.Succeeded.class)).isEmpty();
    }

    @Test
    void a_report_is_told_again_until_a_driver_has_heard_it() throws Exception {
        workerStarts(1, GRACE);
        AttemptId done = assigned(0, true);
        mayEnd(done);
        await(1, WorkerMessage.Succeeded.class);
        send(new DriverMessage.Committed(done));
        AttemptId running = assigned(1, true);
        driverGoes();
        driverComes();
        assertThat(hello().held()).containsExactly(running);
        welcomes(2, 2);
        ends(running);
        await(1, WorkerMessage.Succeeded.class);
        assertThat(heard(WorkerMessage.Succeeded.class))
                .extracting(WorkerMessage.Succeeded::attempt)
                .containsExactly(running);
    }

    @Test
    void a_driver_of_an_earlier_epoch_is_turned_away_from() throws Exception {
        workerStarts(1, GRACE);
        AttemptId running = assigned(0, true);
        driverGoes();
        driverComes();
        hello();
        welcomes(7, 0);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> heard(WorkerMessage.Hello.class).size() >= 2);
        assertThat(heard(WorkerMessage.Ready.class)).isEmpty();
        server.send(2, new DriverMessage.Welcome(2, 2, 2, 60_000, 20, "job-1", root.toString()));
        mayEnd(running);
        await(1, WorkerMessage.Succeeded.class);
        assertThat(heard(WorkerMessage.Hello.class)).allMatch(hello -> hello.formerWorker() == 1);
    }

    @Test
    void without_a_grace_the_worker_ends_with_its_stream() throws Exception {
        workerStarts(1, Duration.ZERO);
        assigned(0, true);
        driverGoes();
        assertThatThrownBy(() -> end.get(1, TimeUnit.MINUTES))
                .hasRootCauseInstanceOf(MrException.class)
                .hasMessageContaining("lost the driver at ")
                .hasMessageContaining("; its job goes on with mr-driver resume --dir " + root + ", then start this");
    }

    @Test
    void when_the_grace_is_over_the_worker_ends_as_without_one() throws Exception {
        workerStarts(1, Duration.ofSeconds(1));
        assigned(0, true);
        driverGoes();
        assertThatThrownBy(() -> end.get(1, TimeUnit.MINUTES))
                .hasRootCauseInstanceOf(MrException.class)
                .rootCause()
                .hasMessageContaining(", and found none for 1 s (--reconnect-for); its job goes on with")
                .extracting(failure -> ((MrException) failure).exitCode())
                .isEqualTo(ExitCode.DRIVER_LOST);
    }

    @Test
    void a_job_that_ended_meanwhile_ends_the_worker_well() throws Exception {
        workerStarts(1, GRACE);
        driverGoes();
        Files.write(
                JobDirectory.at(root).driverJson(),
                DriverFile.ofThisProcess("job-1", Machine.startedMillis(), "localhost:1", 2)
                        .withState(JobState.SUCCEEDED)
                        .content());
        assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(ExitCode.DONE);
        assertThat(lines).contains("job job-1 has ended");
    }

    @Test
    void a_driver_that_refuses_the_worker_ends_it() throws Exception {
        workerStarts(1, GRACE);
        assigned(0, true);
        driverGoes();
        driverComes();
        hello();
        server.refuse(1, "this driver drives job job-2, not job-1");
        assertThatThrownBy(() -> end.get(1, TimeUnit.MINUTES))
                .rootCause()
                .hasMessageContaining("refuses this worker: this driver drives job job-2, not job-1")
                .extracting(failure -> ((MrException) failure).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }
}
