package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobJar;
import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.JobPlan;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptRules;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker and the jars of its job, which may be replaced at any instant. */
class LoadedJobsTest {
    private static final String SERVICE_FILE = "META-INF/services/dev.mr.api.Job";
    private static final AttemptId ATTEMPT = new AttemptId(TaskId.map(0), 1, 7);

    @TempDir
    private Path folder;

    private Path jar;
    private JobSpec spec;
    /** Every class loader that a job was given. */
    private final Set<ClassLoader> loaders = new HashSet<>();

    private final LoadedJobs jobs = new LoadedJobs(new LocalFileSystem());

    @BeforeEach
    void a_jar_that_was_stored_with_its_job() throws IOException {
        jar = JobJar.counting("Count", "")
                .type("Unused", "public class Unused {}")
                .write(folder.resolve("job.jar"));
        spec = spec(JarFiles.describe(jar));
        Files.createDirectories(JobDirectory.at(folder).attempts());
    }

    private static JobSpec spec(JobCode.Jar jar) {
        return new JobSpec(
                new JobCode("count", List.of(jar), new TreeMap<>()),
                1,
                1,
                ShuffleSpec.of(PartitionerName.FNV1A),
                "out-",
                AttemptRules.DEFAULT);
    }

    private void replaceJar(String member) throws IOException {
        Path other = JobJar.counting("Count", member).write(folder.resolve("other.jar"));
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void a_job_is_loaded_once() throws Exception {
        JobSource.Held first = jobs.hold("", spec);
        JobSource.Held second = jobs.hold("", spec);
        assertThat(first.plan()).isSameAs(second.plan());
        assertThat(first.classLoader()).isSameAs(second.classLoader());
    }

    @Test
    void a_jar_that_is_another_before_the_first_attempt_is_refused() throws Exception {
        replaceJar("int another;");
        assertThatThrownBy(() -> jobs.hold("", spec).plan()).isInstanceOf(JarFiles.JarChangedException.class);
    }

    @Test
    void a_jar_that_is_replaced_after_it_was_loaded_is_noticed_and_good_again_when_it_is_back() throws Exception {
        Path kept = Files.copy(jar, folder.resolve("kept.jar"));
        JobSource.Held job = jobs.hold("", spec);
        JobPlan loaded = job.plan();

        replaceJar("int another;");
        assertThatThrownBy(job::check).isInstanceOf(JarFiles.JarChangedException.class);
        assertThatThrownBy(() -> jobs.hold("", spec).plan())
                .isInstanceOf(JarFiles.JarChangedException.class)
                .hasMessageContaining(jar.toString());

        Files.copy(kept, jar, StandardCopyOption.REPLACE_EXISTING);
        job.check();
        assertThat(jobs.hold("", spec).plan()).isSameAs(loaded);
        Files.delete(jar);
        assertThatThrownBy(job::check).hasMessageContaining("is gone");
    }

    /** Has the job of this folder loaded by an attempt that ends. */
    private ClassLoader loaderOf(String of) throws Exception {
        try (JobSource.Held job = jobs.hold(of, spec)) {
            ClassLoader loader = job.classLoader();
            loaders.add(loader);
            return loader;
        }
    }

    /** A class loader that was closed finds nothing more. */
    private long openLoaders() {
        return loaders.stream()
                .filter(loader -> loader.getResource(SERVICE_FILE) != null)
                .count();
    }

    @Test
    void jobs_that_take_turns_are_each_loaded_once_and_share_no_classes_though_their_jars_be_the_same()
            throws Exception {
        for (int turn = 0; turn < 3; turn++) {
            loaderOf("jobs/1");
            loaderOf("jobs/2");
        }
        assertThat(loaders).hasSize(2);
        assertThat(openLoaders()).isEqualTo(2);
    }

    @Test
    void a_job_that_is_closed_is_closed_for_good_and_another_in_its_folder_is_loaded_anew() throws Exception {
        ClassLoader closed = loaderOf("jobs/1");
        loaderOf("jobs/2");

        jobs.forget("jobs/1");
        jobs.forget("jobs/1");
        jobs.forget("never/heard/of");

        assertThat(openLoaders()).isEqualTo(1);
        assertThatThrownBy(() -> closed.loadClass("Unused")).isInstanceOf(ClassNotFoundException.class);
        assertThat(loaderOf("jobs/1")).isNotSameAs(closed);
        assertThat(openLoaders()).isEqualTo(2);
    }

    @Test
    void a_job_of_another_spec_in_the_same_folder_takes_the_place_of_the_first() throws Exception {
        ClassLoader first = loaderOf("");
        spec = spec.withShuffle(spec.shuffle().withMemory(1 << 20));
        assertThat(loaderOf("")).isNotSameAs(first);
        assertThat(openLoaders()).isEqualTo(1);
    }

    @Test
    void a_job_that_is_closed_while_attempts_hold_it_keeps_its_classes_until_the_last_has_ended() throws Exception {
        loaderOf("jobs/1");
        JobSource.Held running = jobs.hold("jobs/1", spec);
        JobSource.Held late = jobs.hold("jobs/1", spec);

        jobs.forget("jobs/1");
        assertThat(openLoaders()).isEqualTo(1);
        running.close();
        assertThat(openLoaders()).isEqualTo(1);
        assertThat(late.classLoader().loadClass("Unused").getClassLoader()).isSameAs(late.classLoader());

        late.close();
        assertThat(openLoaders()).isZero();
    }

    @Test
    void an_attempt_that_begins_after_its_job_was_closed_leaves_nothing_loaded() throws Exception {
        JobSource.Held waiting = jobs.hold("jobs/1", spec);
        jobs.forget("jobs/1");
        loaders.add(waiting.classLoader());
        assertThat(openLoaders()).isEqualTo(1);
        waiting.close();
        assertThat(openLoaders()).isZero();
    }

    @Test
    void the_end_of_the_stream_closes_every_job_that_no_attempt_holds() throws Exception {
        for (int job = 0; job < 5; job++) {
            loaderOf("jobs/" + job);
        }
        JobSource.Held running = jobs.hold("jobs/3", spec);
        jobs.forgetAll();
        assertThat(openLoaders()).isEqualTo(1);
        running.close();
        assertThat(openLoaders()).isZero();
    }

    @Test
    void of_jobs_that_nobody_closes_the_one_used_longest_ago_goes_unless_an_attempt_holds_it() throws Exception {
        JobSource.Held running = jobs.hold("jobs/running", spec);
        loaders.add(running.classLoader());
        ClassLoader idle = loaderOf("jobs/idle");
        ClassLoader busy = loaderOf("jobs/busy");
        for (int job = 0; job < 3 * LoadedJobs.MOST; job++) {
            loaderOf("jobs/" + job);
            assertThat(loaderOf("jobs/busy")).isSameAs(busy);
            assertThat(openLoaders()).isLessThanOrEqualTo(LoadedJobs.MOST);
        }
        assertThat(loaders).hasSize(3 + 3 * LoadedJobs.MOST);
        assertThat(openLoaders()).isEqualTo(LoadedJobs.MOST);
        assertThat(running.classLoader().getResource(SERVICE_FILE)).isNotNull();
        assertThat(loaderOf("jobs/idle")).isNotSameAs(idle);
    }

    @Test
    void a_job_that_cannot_be_defined_leaves_no_jar_open() throws Exception {
        Path broken = JobJar.of("Count", "public void define(Plan plan, Options options) { throw new Error(); }")
                .write(folder.resolve("broken.jar"));
        spec = spec(JarFiles.describe(broken));
        try (JobSource.Held job = jobs.hold("", spec)) {
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(job::plan).isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(timesOpen(broken)).isZero();
    }

    @Test
    void a_jar_is_open_while_a_job_of_it_is() throws Exception {
        loaderOf("jobs/1");
        loaderOf("jobs/2");
        assertThat(timesOpen(jar)).isPositive();
        jobs.forgetAll();
        assertThat(timesOpen(jar)).isZero();
    }

    /** How many of this process's open files are this one. */
    private static long timesOpen(Path file) throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeTrue(Files.isDirectory(descriptors));
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.filter(descriptor -> isOf(descriptor, file)).count();
        }
    }

    private static boolean isOf(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file.toRealPath());
        } catch (IOException closed) {
            return false;
        }
    }

    /** What an attempt comes to when this happens as it begins. */
    private WorkerMessage attempt(Strike strike) throws IOException {
        Path input = Files.writeString(folder.resolve("input.txt"), "a word");
        var facts = new LocalFileSystem().facts(input).orElseThrow();
        InputFile file = new InputFile(0, 0, input.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
        try (TaskExecution task = new TaskExecution(
                new DriverMessage.Assign(
                        ATTEMPT, "", spec, new Work.MapWork(List.of(new Split(file, 0, facts.bytes())))),
                JobDirectory.at(folder),
                new ForwardingFileSystem(new LocalFileSystem()) {
                    @Override
                    public void createDirectory(Path made) throws IOException {
                        super.createDirectory(made);
                        strike.strike();
                    }
                },
                jobs,
                (unused, thrown) -> {})) {
            return task.run().orElseThrow();
        }
    }

    private interface Strike {
        void strike() throws IOException;
    }

    @Test
    void an_attempt_with_a_jar_succeeds_and_leaves_its_thread_s_class_loader_as_it_was() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader[] inside = new ClassLoader[1];

        assertThat(attempt(() -> inside[0] = Thread.currentThread().getContextClassLoader()))
                .isInstanceOf(WorkerMessage.Succeeded.class);

        assertThat(inside[0].getName()).isEqualTo("job");
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    }

    @Test
    void a_jar_replaced_in_the_middle_of_an_attempt_voids_it() throws Exception {
        WorkerMessage.Failed failed = (WorkerMessage.Failed) attempt(() -> replaceJar("int another;"));
        assertThat(failed.kind()).isEqualTo(FailureKind.INPUT_CHANGED);
        assertThat(failed.message()).startsWith("jar " + jar + " changed since the job started: its SHA-256 was ");
        assertThat(JobDirectory.at(folder).receipt(ATTEMPT)).doesNotExist();
    }

    @Test
    void what_a_replaced_jar_makes_the_code_throw_is_not_blamed_on_the_code() throws Exception {
        WorkerMessage.Failed failed = (WorkerMessage.Failed) attempt(() -> {
            replaceJar("int another;");
            throw new NoClassDefFoundError("Count$1");
        });
        assertThat(failed.kind()).isEqualTo(FailureKind.INPUT_CHANGED);
    }

    @Test
    void a_jar_that_offers_another_name_than_the_stored_one_fails_as_the_job_s_own() throws Exception {
        Path other = JobJar.counting("Other", "").write(folder.resolve("job2.jar"));
        spec = spec(JarFiles.describe(other));
        WorkerMessage.Failed failed = (WorkerMessage.Failed) attempt(() -> {});
        assertThat(failed.kind()).isEqualTo(FailureKind.USER);
        assertThat(failed.message()).contains("job \"count\" is unknown; known: other");
    }
}
