package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobJar;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.SystemTime;
import dev.mr.rpc.DriverServer;
import dev.mr.rpc.InProcessDriverAddress;
import dev.mr.rpc.Token;
import dev.mr.rpc.WorkFiles;
import dev.mr.shuffle.JobPlan;
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
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose driver has many jobs, each in a folder below the one that Welcome names. */
class ManyJobsTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4);

    /** Its map makes a file and waits for another, in the folder that it is told, or until it is interrupted. */
    static final String WAITING = """
            public List<Option> options() {
                return List.of(Option.of("folder", "where to meet", ""));
            }

            public void define(Plan plan, Options options) {
                java.nio.file.Path folder = java.nio.file.Path.of(options.get("folder"));
                plan.map(() -> (record, out) -> {
                    try {
                        java.nio.file.Files.createFile(folder.resolve("begun"));
                        while (!java.nio.file.Files.exists(folder.resolve("go")) && !Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                    out.emit("waited", 1);
                }).sum();
            }
            """;

    @TempDir
    private Path root;

    private Path jar;
    private InProcessDriverAddress address;
    private DriverServer server;
    private Worker worker;
    private final WatchedJobs jobs = new WatchedJobs();
    private CompletableFuture<ExitCode> end;
    private long nonces;
    private final List<WorkerMessage> said = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final DriverServer.Listener listener = new DriverServer.Listener() {
        @Override
        public void said(long session, WorkerMessage message) {
            if (!(message instanceof WorkerMessage.Heartbeat)) {
                said.add(message);
            }
        }

        @Override
        public void closed(long session, String reason) {}
    };

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
    void a_worker_of_two_slots_attached_to_a_driver() throws Exception {
        jar = JobJar.counting("Count", "").write(root.resolve("job.jar"));
        Path token = Files.writeString(root.resolve("token"), TOKEN + "\n");
        address = new InProcessDriverAddress();
        server = new DriverServer(address, Token.parse(TOKEN.getBytes(StandardCharsets.US_ASCII)), NO_FILES, listener);
        LocalFileSystem files = new LocalFileSystem();
        worker = new Worker(
                new WorkerOptions(
                        null, new WorkerOptions.Endpoint(address, token), "w", 2, Duration.ofMinutes(5), false),
                new WorkerPorts(
                        files, new SystemTime(), "test", lines::add, jobs, Thread::new, (attempt, failure) -> {}));
        end = CompletableFuture.supplyAsync(() -> {
            try {
                return worker.run();
            } catch (IOException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        await(1, WorkerMessage.Hello.class);
        send(new DriverMessage.Welcome(1, 1, 1, 60_000, 1_000, "service", root.toString()));
        await(1, WorkerMessage.Ready.class);
    }

    @AfterEach
    void the_worker_ends_with_its_stream_and_leaves_nothing_loaded() throws Exception {
        worker.stop("the test is over");
        end.handle((exitCode, failure) -> "").get(1, TimeUnit.MINUTES);
        server.close();
        address.close();
        Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(jobs.held).as("attempts that hold code").hasValue(0);
            assertThat(jobs.loaders).filteredOn(ManyJobsTest::isOpen).isEmpty();
        });
    }

    /** A class loader that was closed finds nothing more. */
    private static boolean isOpen(ClassLoader loader) {
        return loader.getResource("META-INF/services/dev.mr.api.Job") != null;
    }

    /** The jobs of a worker, and what of them is in use. */
    private static final class WatchedJobs implements JobSource {
        final Set<ClassLoader> loaders = ConcurrentHashMap.newKeySet();
        final AtomicInteger held = new AtomicInteger();
        private final JobSource jobs = new LoadedJobs(new LocalFileSystem());

        @Override
        public Held hold(String folder, JobSpec spec) {
            held.incrementAndGet();
            Held job = jobs.hold(folder, spec);
            return new Held() {
                @Override
                public JobPlan plan() throws IOException, JarFiles.JarChangedException {
                    return job.plan();
                }

                @Override
                public ClassLoader classLoader() throws IOException, JarFiles.JarChangedException {
                    loaders.add(job.classLoader());
                    return job.classLoader();
                }

                @Override
                public void check() throws IOException, JarFiles.JarChangedException {
                    job.check();
                }

                @Override
                public void close() {
                    held.decrementAndGet();
                    job.close();
                }
            };
        }

        @Override
        public void forget(String folder) {
            jobs.forget(folder);
        }

        @Override
        public void forgetAll() {
            jobs.forgetAll();
        }
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

    private static void awaitFile(Path file) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
    }

    private JobDirectory directory(String folder) throws IOException {
        JobDirectory directory = JobDirectory.at(root.resolve(folder));
        Files.createDirectories(directory.attempts());
        Files.createDirectories(directory.logs());
        return directory;
    }

    private static JobSpec spec(String name, Path jar, String... setting) throws IOException {
        TreeMap<String, String> settings = new TreeMap<>();
        if (setting.length > 0) {
            settings.put(setting[0], setting[1]);
        }
        return new JobSpec(
                new JobCode(name, List.of(JarFiles.describe(jar)), settings),
                9,
                1,
                ShuffleSpec.of(PartitionerName.FNV1A).withMemory(1 << 20),
                "out-",
                AttemptRules.DEFAULT);
    }

    /** Assigns a map of the job's one input, a word. */
    private AttemptId assign(String folder, int map, JobSpec spec) throws IOException {
        directory(folder);
        Path input = root.resolve("input.txt");
        if (!Files.exists(input)) {
            Files.writeString(input, "word");
        }
        var facts = new LocalFileSystem().facts(input).orElseThrow();
        InputFile file = new InputFile(0, 0, input.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
        AttemptId attempt = new AttemptId(TaskId.map(map), 1, ++nonces);
        send(new DriverMessage.Assign(
                attempt, folder, spec, new Work.MapWork(List.of(new Split(file, 0, facts.bytes())))));
        return attempt;
    }

    @Test
    void each_attempt_is_carried_out_in_the_folder_of_its_job() throws Exception {
        JobSpec spec = spec("count", jar);
        AttemptId first = assign("jobs/1", 0, spec);
        AttemptId other = assign("jobs/2", 0, spec);
        AttemptId own = assign("", 0, spec);
        await(3, WorkerMessage.Succeeded.class);

        assertThat(directory("jobs/1").receipt(first)).exists();
        assertThat(directory("jobs/2").receipt(other)).exists();
        assertThat(JobDirectory.at(root).receipt(own)).exists();
        assertThat(directory("jobs/1").attempts())
                .isDirectoryContaining(found -> found.endsWith(first.directoryName()));
        for (String folder : List.of("", "jobs/1", "jobs/2")) {
            assertThat(new LocalFileSystem().list(directory(folder).attempts())).hasSize(1);
        }
        assertThat(lines)
                .anyMatch(line -> line.startsWith("map-0 attempt 1 of jobs/1 done: "))
                .anyMatch(line -> line.startsWith("map-0 attempt 1 of jobs/2 done: "))
                .anyMatch(line -> line.startsWith("map-0 attempt 1 done: "));
    }

    @Test
    void the_log_of_a_failure_is_in_the_folder_of_its_job() throws Exception {
        Path failing = JobJar.of("Fail", """
                public void define(Plan plan, Options options) {
                    plan.map(() -> (record, out) -> { throw new IllegalStateException("bad day"); }).sum();
                }
                """).write(root.resolve("fail.jar"));
        assign("jobs/1", 0, spec("count", jar));
        assign("jobs/2", 3, spec("fail", failing));
        await(1, WorkerMessage.Succeeded.class);

        Path log = directory("jobs/2").logs().resolve("m-3.1.log");
        assertThat(await(1, WorkerMessage.Failed.class).get(0).message())
                .contains("bad day")
                .endsWith("; log: " + log);
        assertThat(log).content().contains("IllegalStateException: bad day");
        assertThat(directory("jobs/1").logs()).isEmptyDirectory();
    }

    @Test
    void attempts_of_two_jobs_run_side_by_side() throws Exception {
        Path waiting = JobJar.of("Wait", WAITING).write(root.resolve("wait.jar"));
        Path meet = Files.createDirectory(root.resolve("meet"));
        AttemptId slow = assign("jobs/slow", 0, spec("wait", waiting, "folder", meet.toString()));
        awaitFile(meet.resolve("begun"));
        for (int map = 0; map < 3; map++) {
            assign("jobs/1", map, spec("count", jar));
            assign("jobs/2", map, spec("count", jar));
        }
        assertThat(await(6, WorkerMessage.Succeeded.class))
                .extracting(WorkerMessage.Succeeded::attempt)
                .doesNotContain(slow);

        assertThat(jobs.loaders).as("of three jobs that took turns").hasSize(3);
        Files.createFile(meet.resolve("go"));
        await(7, WorkerMessage.Succeeded.class);
        assertThat(directory("jobs/slow").receipt(slow)).exists();
    }

    @Test
    void what_is_left_of_a_job_that_is_closed_gives_its_slots_back_and_reports_nothing_while_other_jobs_go_on()
            throws Exception {
        Path waiting = JobJar.of("Wait", WAITING).write(root.resolve("wait.jar"));
        Path meet = Files.createDirectory(root.resolve("meet"));
        JobSpec slow = spec("wait", waiting, "folder", meet.toString());
        assign("jobs/slow", 0, slow);
        awaitFile(meet.resolve("begun"));
        Path other = Files.createDirectory(root.resolve("other"));
        assign("jobs/other", 0, spec("wait", waiting, "folder", other.toString()));
        awaitFile(other.resolve("begun"));
        assign("jobs/slow", 1, slow);
        assign("jobs/slow", 2, slow);
        AttemptId behind = assign("jobs/1", 0, spec("count", jar));

        send(new DriverMessage.JobClosed("jobs/slow"));
        assertThat(await(2, WorkerMessage.Ready.class).get(1))
                .as("for the two that had not begun")
                .isEqualTo(new WorkerMessage.Ready(2));

        await(4, WorkerMessage.Ready.class);
        assertThat(heard(WorkerMessage.Succeeded.class))
                .extracting(WorkerMessage.Succeeded::attempt)
                .containsExactly(behind);
        Files.createFile(other.resolve("go"));
        await(2, WorkerMessage.Succeeded.class);
        assertThat(heard(WorkerMessage.Failed.class)).isEmpty();
    }

    @Test
    void a_job_in_the_folder_of_one_that_was_closed_has_its_own_classes() throws Exception {
        assign("jobs/1", 0, spec("count", jar));
        await(1, WorkerMessage.Succeeded.class);
        send(new DriverMessage.JobClosed("jobs/1"));
        send(new DriverMessage.JobClosed("jobs/1"));
        send(new DriverMessage.JobClosed("jobs/unknown"));
        assign("jobs/1", 1, spec("count", jar));
        await(2, WorkerMessage.Succeeded.class);
        assertThat(jobs.loaders).hasSize(2).filteredOn(ManyJobsTest::isOpen).hasSize(1);
        assertThat(lines).contains("the job in " + root.resolve("jobs/1") + " is closed");
    }

    @Test
    void the_memory_of_a_job_that_was_closed_is_free_while_its_worker_goes_on() throws Exception {
        assign("jobs/1", 0, spec("count", jar));
        await(1, WorkerMessage.Succeeded.class);
        WeakReference<ClassLoader> classes =
                new WeakReference<>(jobs.loaders.iterator().next());
        jobs.loaders.clear();

        send(new DriverMessage.JobClosed("jobs/1"));
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            System.gc();
            return classes.get() == null;
        });
        assertThat(end).isNotDone();
    }

    @Test
    void job_done_ends_a_worker_that_has_jobs_open() throws Exception {
        assign("jobs/1", 0, spec("count", jar));
        await(1, WorkerMessage.Succeeded.class);
        send(new DriverMessage.JobDone(JobState.SUCCEEDED, ""));
        assertThat(end.get(1, TimeUnit.MINUTES)).isEqualTo(ExitCode.DONE);
    }

    @Test
    void a_folder_that_leads_out_of_the_root_ends_the_stream() throws Exception {
        send(new DriverMessage.Assign(
                new AttemptId(TaskId.map(0), 1, 1), "../escaped", spec("count", jar), new Work.MapWork(List.of())));
        assertThatThrownBy(() -> end.get(1, TimeUnit.MINUTES))
                .hasRootCauseInstanceOf(MrException.class)
                .hasMessageContaining("the driver sent Assign of map-0 attempt 1 with the folder \"../escaped\"");
    }
}
