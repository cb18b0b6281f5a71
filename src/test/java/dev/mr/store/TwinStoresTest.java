package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.store.JobStore.SupersededException;
import dev.mr.task.AttemptId;
import dev.mr.task.AttemptState;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns at random, most of them senseless: both stores accept and refuse the same and end up the same. */
class TwinStoresTest {
    private static final int TURNS = 600;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void both_stores_answer_every_turn_alike(long seed) {
        Random random = new Random(seed);
        JobStore memory = new MemoryStore("twin");
        int accepted = 0;
        try (JobStore sqlite = SqliteStore.openOrCreate(directory.resolve("job.db"), new LocalFileSystem(), "twin")) {
            for (JobStore store : List.of(memory, sqlite)) {
                store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
            }
            for (int turn = 0; turn < TURNS; turn++) {
                List<Change> changes = randomTurn(random);
                String answer = answer(memory, changes);
                assertThat(answer(sqlite, changes))
                        .as("turn %d: %s", turn, changes)
                        .isEqualTo(answer);
                assertThat(sqlite.load()).as("after turn %d: %s", turn, changes).isEqualTo(memory.load());
                accepted += answer.equals("accepted") ? 1 : 0;
            }
        }
        assertThat(accepted).isBetween(TURNS / 20, TURNS - 1);
    }

    private static String answer(JobStore store, List<Change> changes) {
        try {
            store.commit(1, SampleJob.NOW, changes);
            return "accepted";
        } catch (IllegalStateException e) {
            return "refused";
        } catch (SupersededException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Change> randomTurn(Random random) {
        List<Change> changes = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            changes.add(randomChange(random));
        }
        return changes;
    }

    private static Change randomChange(Random random) {
        TaskId task = random.nextInt(4) == 0 ? TaskId.reduce(0) : TaskId.map(random.nextInt(3));
        AttemptId attempt = SampleJob.attempt(task, 1 + random.nextInt(6));
        return switch (random.nextInt(12)) {
            case 0 ->
                new Change.JobMoved(
                        one(random, JobState.RUNNING, JobState.COMMITTING),
                        one(random, JobState.RUNNING, JobState.COMMITTING),
                        "m" + random.nextInt(3));
            case 1, 2, 3 ->
                new Change.TaskMoved(
                        task,
                        one(random, TaskState.values()),
                        one(random, TaskState.PENDING, TaskState.LEASED, TaskState.LEASED, TaskState.COMMITTED),
                        random.nextInt(3) == 0 ? attempt.number() : 0,
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextInt(3));
            case 4, 5 -> SampleJob.won(attempt);
            case 6 -> new Change.MapPublished(attempt);
            case 7, 8 -> SampleJob.started(attempt, 1 + random.nextInt(3));
            case 9 ->
                new Change.AttemptEnded(
                        attempt,
                        one(random, AttemptState.values()),
                        one(random, AttemptState.values()),
                        FailureKind.USER,
                        "");
            case 10 ->
                random.nextBoolean()
                        ? SampleJob.joined(1 + random.nextInt(3))
                        : new Change.WorkerLeft(1 + random.nextInt(3), "gone");
            default ->
                random.nextBoolean()
                        ? new Change.CounterSet("c" + random.nextInt(2), random.nextLong())
                        : new Change.Noted("noted", task, attempt.number(), 0, "");
        };
    }

    @SafeVarargs
    private static <T> T one(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
