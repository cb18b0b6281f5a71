package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker and the jars of its job, which may be replaced at any instant. */
class LoadedJobsTest {
    private static final AttemptId ATTEMPT = new AttemptId(TaskId.map(0), 1, 7);

    @TempDir
    private Path folder;

    private Path jar;
    private JobSpec spec;
    private final LoadedJobs jobs = new LoadedJobs(new LocalFileSystem());

    @BeforeEach
    void a_jar_that_was_stored_with_its_job() throws IOException {
        jar = JobJar.counting("Count", "").write(folder.resolve("job.jar"));
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
        assertThat(jobs.plan(spec)).isSameAs(jobs.plan(spec));
        assertThat(jobs.classLoader(spec)).isSameAs(jobs.classLoader(spec));
    }

    @Test
    void a_jar_that_is_another_before_the_first_attempt_is_refused() throws Exception {
        replaceJar("int another;");
        assertThatThrownBy(() -> jobs.plan(spec)).isInstanceOf(JarFiles.JarChangedException.class);
    }

    @Test
    void a_jar_that_is_replaced_after_it_was_loaded_is_noticed_and_good_again_when_it_is_back() throws Exception {
        Path kept = Files.copy(jar, folder.resolve("kept.jar"));
        JobPlan loaded = jobs.plan(spec);

        replaceJar("int another;");
        assertThatThrownBy(() -> jobs.check(spec)).isInstanceOf(JarFiles.JarChangedException.class);
        assertThatThrownBy(() -> jobs.plan(spec))
                .isInstanceOf(JarFiles.JarChangedException.class)
                .hasMessageContaining(jar.toString());

        Files.copy(kept, jar, StandardCopyOption.REPLACE_EXISTING);
        jobs.check(spec);
        assertThat(jobs.plan(spec)).isSameAs(loaded);
        Files.delete(jar);
        assertThatThrownBy(() -> jobs.check(spec)).hasMessageContaining("is gone");
    }

    /** What an attempt comes to when this happens as it begins. */
    private WorkerMessage attempt(Strike strike) throws IOException {
        Path input = Files.writeString(folder.resolve("input.txt"), "a word");
        var facts = new LocalFileSystem().facts(input).orElseThrow();
        InputFile file = new InputFile(0, 0, input.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
        TaskExecution task = new TaskExecution(
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
                (unused, thrown) -> {});
        return task.run().orElseThrow();
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
