package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.store.JobStore.Acceptance;
import dev.mr.store.JobStore.JobEntry;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many jobs accepted, changed and pruned at random: both stores answer the same and end up the same. */
class TwinServicesTest {
    private static final int STEPS = 500;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void both_stores_answer_every_step_of_a_service_alike(long seed) {
        Random random = new Random(seed);
        JobStore memory = new MemoryStore("twin");
        Map<String, Integer> answers = new TreeMap<>();
        int claims = 0;
        try (JobStore sqlite = SqliteStore.openOrCreate(directory.resolve("job.db"), new LocalFileSystem(), "twin")) {
            for (int i = 0; i < STEPS; i++) {
                Step step = randomStep(random, memory, claims);
                String what = "seed %d, step %d: %s".formatted(seed, i, step);
                String answer = answer(memory, step);
                assertThat(answer(sqlite, step)).as(what).isEqualTo(answer);
                assertThat(sqlite.jobs()).as(what).isEqualTo(memory.jobs());
                assertThat(sqlite.unfinished()).as(what).isEqualTo(memory.unfinished());
                for (JobEntry entry : memory.jobs()) {
                    assertThat(sqlite.load(entry.job())).as(what).isEqualTo(memory.load(entry.job()));
                }
                claims += answer.startsWith("epoch") ? 1 : 0;
                answers.merge(answer.startsWith("job") ? "accepted" : answer, 1, Integer::sum);
            }
        }
        assertThat(answers).containsKeys("accepted", "committed", "pruned true", "refused", "superseded");
        assertThat(answers.get("committed")).as("%s", answers).isGreaterThan(STEPS / 20);
    }

    private static String answer(JobStore store, Step step) {
        try {
            return step.take(store);
        } catch (IllegalStateException e) {
            return "refused";
        } catch (SupersededException e) {
            return "superseded";
        }
    }

    private static Step randomStep(Random random, JobStore store, long current) {
        long epoch = random.nextInt(20) == 0 ? current - 1 : current;
        long job = anyJob(random, store);
        int number = random.nextInt(12);
        return switch (random.nextInt(10)) {
            case 0 ->
                new Step(
                        "accept " + number,
                        to -> "job "
                                + to.accept(
                                        epoch,
                                        SampleJob.job("job-" + number, 2, 1),
                                        new Acceptance("request-" + number / 2 * 2, "jobs/" + number),
                                        SampleJob.NOW));
            case 1 -> new Step("prune " + job, to -> "pruned " + to.prune(epoch, job));
            case 2 ->
                random.nextInt(4) > 0
                        ? commit(epoch, List.of(new JobChange(job, randomMove(random))))
                        : new Step("claim", to -> "epoch " + to.claim(SampleJob.DRIVER, SampleJob.NOW));
            default -> {
                List<JobChange> changes = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    changes.add(new JobChange(anyJob(random, store), randomChange(random)));
                }
                yield commit(epoch, changes);
            }
        };
    }

    private static Step commit(long epoch, List<JobChange> changes) {
        return new Step("commit " + changes, to -> {
            to.commitAll(epoch, SampleJob.NOW, changes);
            return "committed";
        });
    }

    /** The number of one that is there, mostly. */
    private static long anyJob(Random random, JobStore store) {
        List<JobEntry> jobs = store.jobs();
        return jobs.isEmpty() || random.nextInt(20) == 0
                ? random.nextInt(30)
                : jobs.get(random.nextInt(jobs.size())).job();
    }

    private static Change randomMove(Random random) {
        JobState[] states = JobState.values();
        return new Change.JobMoved(
                states[random.nextInt(states.length - 1)],
                states[random.nextInt(states.length - 1)],
                "m" + random.nextInt(3));
    }

    private static Change randomChange(Random random) {
        TaskId task = TaskId.map(random.nextInt(2));
        AttemptId attempt = SampleJob.attempt(task, 1 + random.nextInt(3));
        return switch (random.nextInt(9)) {
            case 0, 1 -> SampleJob.joined(1 + random.nextInt(3));
            case 2 -> new Change.WorkerLeft(1 + random.nextInt(3), "gone");
            case 3, 4 -> SampleJob.started(attempt, 1 + random.nextInt(3));
            case 5 -> SampleJob.moved(task, TaskState.PENDING, TaskState.LEASED);
            case 6 -> SampleJob.won(attempt);
            case 7 -> randomMove(random);
            default -> new Change.CounterSet("c" + random.nextInt(2), random.nextLong());
        };
    }

    /** Something that is done to a store, and in one word what came of it. */
    private record Step(String name, Deed deed) {
        String take(JobStore store) throws SupersededException {
            return deed.doTo(store);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private interface Deed {
        String doTo(JobStore store) throws SupersededException;
    }
}
