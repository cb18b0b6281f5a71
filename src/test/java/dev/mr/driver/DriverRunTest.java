package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.files.ForwardingFileSystem;
import dev.mr.job.JobSnapshot;
import dev.mr.store.ForwardingStore;
import dev.mr.store.SqliteStore;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run with its own threads and a server, over a job at which nobody works. */
class DriverRunTest extends JobSiteTest {
    private final AtomicInteger loads = new AtomicInteger();

    private Site site(Site like) {
        return like.withStores(store -> new ForwardingStore(store) {
            @Override
            public JobSnapshot load() {
                loads.incrementAndGet();
                return super.load();
            }
        });
    }

    private DriverRun run(Site site) {
        return new DriverRun(
                site,
                new RunOptions(new InetSocketAddress("localhost", 0), 0, List.of(), OptionalLong.empty()),
                job.voice());
    }

    private static DriverRun.Outcome resume(Site site, DriverRun run, Voice voice) throws IOException {
        return new JobResume(site, voice).run(new JobResume.Request(Map.of(), List.of(), false), run);
    }

    @Test
    void a_resume_loads_the_job_once() throws IOException {
        Site site = site(job.site(Steps.withoutCrash()));
        try (DriverRun run = run(site)) {
            run.stop();
            assertThat(resume(site, run, job.voice()).exitCode()).isEqualTo(ExitCode.DONE);
        }
        assertThat(loads).hasValue(1);
        assertThat(job.said).anyMatch(line -> line.contains("epoch 2"));
    }

    @Test
    void the_lock_is_kept_until_the_file_work_of_the_driver_has_ended() throws Exception {
        story.killedBeforeAPublish();
        CountDownLatch renames = new CountDownLatch(1);
        CountDownLatch mayRename = new CountDownLatch(1);
        Site like = job.site(Steps.withoutCrash());
        Site site = like.withFiles(new ForwardingFileSystem(like.files()) {
            @Override
            public void rename(Path from, Path target) throws IOException {
                renames.countDown();
                awaitWhateverHappens(mayRename);
                super.rename(from, target);
            }
        });
        try (DriverRun run = run(site)) {
            CompletableFuture<DriverRun.Outcome> ended = CompletableFuture.supplyAsync(() -> {
                try {
                    return resume(site, run, job.voice());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            renames.await();
            run.stop();
            await().during(Duration.ofMillis(300)).until(() -> !ended.isDone());
            assertThatThrownBy(() -> DriverLock.take(job.directory, like.files()))
                    .isInstanceOf(MrException.class);
            mayRename.countDown();
            assertThat(ended.get().exitCode()).isEqualTo(ExitCode.DONE);
        }
        DriverLock.take(job.directory, like.files()).close();
        story.resumes(Claim.RESUME);
    }

    /** As a system call, which an interrupt does not end. */
    private static void awaitWhateverHappens(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException ignored) {
                waiting = true;
            }
        }
    }

    @Test
    void leftovers_of_a_job_that_ended_which_cannot_be_deleted_are_warned_of() throws Exception {
        story.resumes(Claim.FIRST);
        Files.createDirectories(job.directory.attempts().resolve("m-0.1-00000000000000ff"));
        Site like = job.site(Steps.withoutCrash());
        Site site = site(like.withFiles(new ForwardingFileSystem(like.files()) {
            @Override
            public void deleteTree(Path root) throws IOException {
                throw new AccessDeniedException(root.toString());
            }
        }));
        try (DriverRun run = run(site)) {
            DriverRun.Outcome outcome = resume(site, run, job.voice());
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(outcome.state()).contains(JobState.SUCCEEDED);
        }
        assertThat(job.said)
                .filteredOn(
                        line -> line.startsWith("what is left in " + job.directory.attempts() + " cannot be deleted"))
                .hasSize(1);
    }

    private void assertStartRefused(boolean force, String line) throws Exception {
        Site site = site(job.site(Steps.withoutCrash()));
        SortedMap<String, String> before = job.results();
        try (DriverRun run = run(site)) {
            assertThatThrownBy(() -> new JobStart(site).run(job.spec, job.plan, force, run, () -> {}))
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE))
                    .hasMessage(line);
        }
        assertThat(job.results()).isEqualTo(before);
        assertThat(Files.readString(job.directory.driverJson())).contains("SUCCEEDED");
    }

    @Test
    void files_of_others_among_the_results_are_not_replaced_by_force() throws Exception {
        story.resumes(Claim.FIRST);
        Files.writeString(job.directory.output().resolve("thesis.txt"), "years of work");
        Files.createDirectories(job.directory.intermediate().resolve("notes"));
        assertStartRefused(
                true,
                "--dir " + job.directory.root() + " is not replaced by --force because job job-1 did not make its"
                        + " intermediate/notes, out/thesis.txt, expected only files of that job in out and intermediate"
                        + " (move them away, or choose another --dir)");
        assertStartRefused(
                false,
                "job job-1 in " + job.directory.root()
                        + " is finished (SUCCEEDED); a new start would replace 2 files in "
                        + job.directory.output() + " and 4 files in " + job.directory.intermediate()
                        + "; move away what it did not make (intermediate/notes, out/thesis.txt) and say --force, or"
                        + " choose another --dir");
    }

    @Test
    void a_start_that_died_half_way_through_its_replacement_leaves_files_of_others_alone_too() throws Exception {
        story.resumes(Claim.FIRST);
        try (SqliteStore store = SqliteStore.open(job.directory.database())) {
            store.replace("job-1", 0);
        }
        Files.writeString(job.directory.output().resolve("thesis.txt"), "years of work");
        assertStartRefused(
                false,
                "--dir " + job.directory.root() + " is not replaced by --force because job job-1 did not make its"
                        + " out/thesis.txt, expected only files of that job in out and intermediate (move them away, or"
                        + " choose another --dir)");
    }

    @Test
    void a_start_knows_what_it_has_just_stored() throws Exception {
        story.resumes(Claim.FIRST);
        Site site = site(job.site(Steps.withoutCrash()));
        try (DriverRun run = run(site)) {
            run.stop();
            DriverRun.Outcome outcome = new JobStart(site).run(job.spec, job.plan, true, run, () -> {});
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        }
        assertThat(loads).hasValue(0);
        story.resumes(Claim.RESUME);
    }
}
