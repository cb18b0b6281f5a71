package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.DriverLock;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore;
import dev.mr.store.SampleJob;
import dev.mr.store.SqliteStore;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanCommandTest {
    @TempDir
    private Path folder;

    private ProgramRun clean(String... words) {
        return ProgramRun.of(
                "mr-driver clean", new CleanCommand(new SettingSources(Map.of(), folder.resolve("none"))), words);
    }

    private void write(String file, int bytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.write(path, new byte[bytes]);
    }

    private SqliteStore store() throws IOException {
        JobDirectory directory = JobDirectory.at(folder);
        Files.createDirectories(directory.own());
        return SqliteStore.openOrCreate(directory.database(), new LocalFileSystem(), "database-1");
    }

    /** Jobs as named, of which the first {@code finished} have finished. */
    private void service(int finished, List<String> names) throws Exception {
        try (SqliteStore store = store()) {
            long epoch = store.claim(SampleJob.DRIVER, SampleJob.NOW);
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                long job = store.accept(
                        epoch,
                        SampleJob.job(name, 2, 1),
                        new JobStore.Acceptance("request-" + name, "jobs/" + name),
                        SampleJob.NOW);
                write("jobs/" + name + "/intermediate/mr-0-0", 1_000);
                write("jobs/" + name + "/intermediate/mr-0-1", 24);
                write("jobs/" + name + "/out/out-0", 5);
                if (i < finished) {
                    store.commitAll(
                            epoch,
                            SampleJob.NOW,
                            List.of(new JobChange(job, new Change.JobMoved(JobState.PENDING, JobState.CANCELLED, ""))));
                }
            }
        }
    }

    private void single(JobState state) throws Exception {
        try (SqliteStore store = store()) {
            long epoch = store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
            if (state != JobState.RUNNING) {
                store.commit(epoch, SampleJob.NOW, List.of(new Change.JobMoved(JobState.RUNNING, state, "")));
            }
        }
        write("intermediate/mr-0-0", 2_048);
        write("out/out-0", 5);
    }

    @Test
    void what_finished_jobs_of_a_service_left_is_removed_and_nothing_else() throws Exception {
        service(2, List.of("a", "b", "c"));
        List<String> before = new Workplace(folder).tree();
        assertThat(clean("--root", folder.toString())).isEqualTo(new ProgramRun(0, "removed 2.0 KiB of 2 jobs\n", ""));
        assertThat(new Workplace(folder).tree())
                .isEqualTo(before.stream()
                        .filter(path -> !path.matches(".*/jobs/[ab]/intermediate/mr.*"))
                        .toList());
        assertThat(clean("--root", folder.toString()).out()).isEqualTo("removed 0 bytes of 0 jobs\n");
    }

    @Test
    void a_link_is_removed_and_what_it_leads_to_is_not() throws Exception {
        service(2, List.of("a", "b"));
        write("mine/precious", 10);
        Files.createSymbolicLink(folder.resolve("jobs/a/intermediate/link"), folder.resolve("mine"));
        Path intermediate = folder.resolve("jobs/b/intermediate");
        new LocalFileSystem().deleteTree(intermediate);
        Files.createSymbolicLink(intermediate, folder.resolve("mine"));
        assertThat(clean("--root", folder.toString()).out()).isEqualTo("removed 1.0 KiB of 1 job\n");
        assertThat(folder.resolve("mine/precious")).exists();
        assertThat(folder.resolve("jobs/a/intermediate/link")).doesNotExist();
    }

    @Test
    void a_folder_without_a_database_is_refused_untouched() {
        new Workplace(folder);
        Workplace.assertRefused(clean("--root", folder.toString()), "there is no service in " + folder);
        Workplace.assertRefused(clean("--dir", folder.toString()), "there is no job in " + folder);
        Workplace.assertRefused(
                clean("--dir", folder.toString(), "--root", folder.toString()), "--root and --dir exclude each other");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void the_finished_job_of_a_directory_is_cleaned() throws Exception {
        single(JobState.FAILED);
        assertThat(clean("--dir", folder.toString())).isEqualTo(new ProgramRun(0, "removed 2.0 KiB of 1 job\n", ""));
        assertThat(folder.resolve("intermediate")).isEmptyDirectory();
        assertThat(folder.resolve("out/out-0")).exists();
        assertThat(clean("--root", folder.toString()).out()).isEqualTo("removed 0 bytes of 0 jobs\n");
    }

    @Test
    void the_job_of_a_directory_that_has_not_finished_is_left_alone() throws Exception {
        single(JobState.RUNNING);
        Workplace.assertRefused(clean("--dir", folder.toString()), "is RUNNING, expected a finished one");
        assertThat(folder.resolve("intermediate/mr-0-0")).exists();
    }

    @Test
    void a_directory_that_is_driven_is_left_alone() throws Exception {
        single(JobState.FAILED);
        try (DriverLock held = DriverLock.take(JobDirectory.at(folder), new LocalFileSystem())) {
            assertThat(held).isNotNull();
            assertThat(clean("--dir", folder.toString()).code()).isEqualTo(5);
        }
        assertThat(folder.resolve("intermediate/mr-0-0")).exists();
    }

    @Test
    void the_root_of_a_service_is_no_job_s_directory() throws Exception {
        service(1, List.of("a"));
        Workplace.assertRefused(clean("--dir", folder.toString()), "is the root of a service");
    }
}
