package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of events at random, sensible and not, with everything that must hold checked after each (see
 * {@link Invariants}). The same seed gives the same effects, and after any such story the job can be brought to its end.
 */
class RandomEventsTest {
    private static final int EVENTS = 2_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_same_story_has_the_same_effects_and_every_story_can_end_well(long seed) {
        try {
            Story first = new Story(seed);
            Story second = new Story(seed);
            first.goesOn();
            second.goesOn();
            assertThat(second.effects).isEqualTo(first.effects);
            first.ends();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed " + seed + ": " + failure.getMessage(), failure);
        }
    }

    /** One job and what happens to it. A driver that stops is followed by the next. */
    private static final class Story {
        private final Random random;
        private final List<Effect> effects = new ArrayList<>();
        private List<TestWorker> workers = List.of();
        /** Workers without a stream that come back, and what each holds. */
        private final Map<TestWorker, List<AttemptId>> away = new LinkedHashMap<>();

        private World world;

        Story(long seed) {
            random = new Random(seed);
            world = newJob();
        }

        private World newJob() {
            workers = new ArrayList<>();
            away.clear();
            return World.of(new SampleJob(1 + random.nextInt(4), 1 + random.nextInt(3), 1_000, 1_000, 0, true));
        }

        void goesOn() {
            for (int i = 0; i < EVENTS; i++) {
                if (world.state().isFinished()) {
                    checkEnd();
                    effects.addAll(world.effects);
                    world = newJob();
                } else if (world.stop() != null || random.nextInt(200) == 0) {
                    nextDriver();
                }
                step();
            }
            effects.addAll(world.effects);
        }

        private void nextDriver() {
            effects.addAll(world.effects);
            List<JobSnapshot.StoredAttempt> live = world.store.load().live();
            workers.forEach(this::leaves);
            world = world.successor();
            workers = new ArrayList<>();
            if (random.nextInt(3) == 0) {
                anyWinner().forEach(world::damaged);
            }
            world.happens(new Event.Started());
            for (JobSnapshot.StoredAttempt stored : live) {
                AttemptId attempt = stored.attempt();
                if (random.nextBoolean()) {
                    world.happens(new Event.Harvested(attempt, world.job.receipt(attempt)));
                } else if (stored.reconnectMillis() == 0) {
                    world.happens(new Event.Abandoned(attempt, "it left no RECEIPT"));
                }
            }
        }

        /** The worker has lost its stream, and comes back if it is one that does. */
        private void leaves(TestWorker worker) {
            if (worker.isLasting()) {
                List<AttemptId> held = new ArrayList<>();
                for (DriverMessage.Assign assign : worker.assigns()) {
                    if (random.nextInt(3) > 0) {
                        held.add(assign.attempt());
                    }
                }
                away.put(worker, held.subList(Math.max(0, held.size() - 3), held.size()));
            }
        }

        private void comesBack() {
            TestWorker before = away.keySet().iterator().next();
            List<AttemptId> held = Objects.requireNonNull(away.remove(before));
            TestWorker worker = world.returning(before);
            worker.holds(1 + random.nextInt(2), held.toArray(new AttemptId[0]));
            workers.add(worker);
            for (AttemptId attempt : held) {
                if (random.nextBoolean()) {
                    worker.succeeds(attempt);
                }
            }
        }

        private void step() {
            if (workers.size() < 3) {
                TestWorker joining = world.worker("w" + workers.size());
                if (random.nextBoolean()) {
                    joining.lasts();
                }
                workers.add(joining);
            }
            if (!away.isEmpty() && random.nextInt(8) == 0) {
                comesBack();
            }
            TestWorker worker = workers.get(random.nextInt(workers.size()));
            AttemptId attempt = anyAttempt(worker);
            switch (random.nextInt(20)) {
                case 0 -> worker.hello(1 + random.nextInt(2));
                case 1, 2, 3 -> worker.ready(1 + random.nextInt(4));
                case 4, 5, 6 -> worker.succeeds(attempt);
                case 7 -> worker.reports(attempt, world.job.receipt(attempt, Map.of(0, random.nextInt(3))));
                case 8 -> worker.fails(attempt, one(FailureKind.values()));
                case 9 -> worker.heartbeat(attempt);
                case 10 -> anyWinner().forEach(winner -> complain(worker, attempt, winner));
                case 11 -> {
                    workers.remove(worker);
                    leaves(worker);
                    if (!worker.isLasting() || random.nextInt(3) > 0) {
                        worker.streamCloses(); // or the driver does not notice
                    }
                }
                case 12 -> worker.saysGoodbye();
                case 13 -> world.fileWorkIsDone();
                case 14 -> fileWorkFindsDamage();
                case 15 -> world.happens(new Event.DiskChecked(random.nextInt(8), 1));
                case 16 -> world.passesTicking(Duration.ofMillis(random.nextInt(12_000)));
                case 17 -> world.passes(Duration.ofMillis(random.nextInt(30_000)));
                case 18 -> world.happens(new Event.Tick());
                default -> worker.reports(attempt, null);
            }
        }

        private void complain(TestWorker worker, AttemptId attempt, AttemptId winner) {
            if (attempt.task().kind() == TaskKind.REDUCE) {
                worker.complains(attempt, winner);
            }
        }

        private void fileWorkFindsDamage() {
            Effect work = random.nextInt(4) == 0 ? world.nextFileWork() : null;
            if (work instanceof Effect.PublishMap publish) {
                world.damaged(publish.winner());
                world.happens(new Event.MapPublished(publish.winner()));
            } else if (work instanceof Effect.Inspect inspect) {
                world.damaged(inspect.winner());
            } else if (work instanceof Effect.PublishOutput publish) {
                world.damaged(one(publish.winners().toArray(new Effect.Winner[0]))
                        .receipt()
                        .attempt());
            }
        }

        /** One this worker was assigned, or one it never was. */
        private AttemptId anyAttempt(TestWorker worker) {
            List<AttemptId> own =
                    worker.assigns().stream().map(assign -> assign.attempt()).toList();
            List<AttemptId> live = world.store.load().live().stream()
                    .map(JobSnapshot.StoredAttempt::attempt)
                    .toList();
            List<AttemptId> pool = own.isEmpty() || random.nextInt(5) == 0 ? live : own;
            return pool.isEmpty()
                    ? new AttemptId(TaskId.map(0), 1 + random.nextInt(3), random.nextLong())
                    : pool.get(pool.size() - 1 - random.nextInt(Math.min(2, pool.size())));
        }

        private List<AttemptId> anyWinner() {
            return world.store.load().tasks().stream()
                    .filter(task -> task.state() == TaskState.COMMITTED)
                    .map(task -> world.winnerOf(task.task()))
                    .skip(random.nextInt(3))
                    .limit(1)
                    .toList();
        }

        @SafeVarargs
        private <T> T one(T... choices) {
            return choices[random.nextInt(choices.length)];
        }

        /** With nothing going wrong any more, the job comes to its end. */
        void ends() {
            if (!world.state().isFinished()) {
                world = world.resumed();
                world.passesTicking(SampleJob.LEASE.multipliedBy(2));
                world.runsToTheEnd();
            }
            checkEnd();
        }

        private void checkEnd() {
            assertThat(world.state()).as("%s", world.message()).isIn(JobState.SUCCEEDED, JobState.FAILED);
            assertThat(world.state() == JobState.FAILED && !world.message().contains("5th time"))
                    .as("failed for another reason than a fifth repair: %s", world.message())
                    .isFalse();
        }
    }
}
