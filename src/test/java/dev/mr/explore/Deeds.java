package dev.mr.explore;

import dev.mr.job.Effect;
import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import java.util.ArrayList;
import java.util.List;

/** What a driver does when a turn is committed, and what must be true of the rows by then. */
final class Deeds {
    private Deeds() {}

    /** The world after one of them, by the driver of this epoch. {@code stored} is what is committed when it is done. */
    static SmallWorld carryOut(Scope scope, SmallWorld world, long epoch, Effect deed, Durable stored) {
        if (deed instanceof Effect.Send send) {
            boolean current = epoch == stored.epoch();
            if (current) {
                check(scope, world, send.message(), stored);
            }
            return send(world, new StreamId(epoch, send.session()), send.message());
        } else if (deed instanceof Effect.PublishMap publish) {
            require(stored.isWinner(publish.winner()), publish.winner() + " is published and has not won");
            return ask(world, epoch, deed);
        } else if (deed instanceof Effect.PublishOutput publish) {
            checkOutput(publish, scope, stored);
            return ask(world, epoch, deed);
        } else if (deed instanceof Effect.Inspect) {
            return ask(world, epoch, deed);
        } else if (deed instanceof Effect.Discard discard) {
            AttemptId spent = discard.attempt();
            require(!stored.isLive(spent) && !stored.isWinner(spent), spent + " is deleted and may be needed");
            return world;
        } else if (deed instanceof Effect.Refuse refuse) {
            return world.change(new StreamId(epoch, refuse.session()), Stream::leftByDriver);
        } else if (deed instanceof Effect.Finish finish) {
            require(finish.state() == JobState.SUCCEEDED, "the job ends " + finish.state() + ": " + finish.message());
            return world;
        } else if (deed instanceof Effect.Stop stop) {
            require(stop.exitCode() == ExitCode.DONE, "the driver stops: " + stop.line());
            return world;
        }
        throw new IllegalArgumentException(deed + " is not known");
    }

    private static SmallWorld ask(SmallWorld world, long epoch, Effect work) {
        Driver driver = world.driver(epoch);
        return driver == null ? world : world.drive(driver.asks(work));
    }

    /** A worker hears at once what it is told, unless it is to stop something: what else it hears, it does nothing about but begin a task. */
    private static SmallWorld send(SmallWorld world, StreamId id, DriverMessage message) {
        Stream stream = world.stream(id);
        if (stream == null || stream.cut()) {
            return world;
        }
        if (message instanceof DriverMessage.Revoke revoke) {
            return world.change(id, open -> open.revokes(revoke.attempt()));
        }
        WorkerProcess process = world.process(id);
        return message instanceof DriverMessage.Assign assign && process != null
                ? world.change(process, process.assigned(assign.attempt()))
                : world;
    }

    private static void check(Scope scope, SmallWorld world, DriverMessage message, Durable stored) {
        if (message instanceof DriverMessage.Committed committed) {
            require(
                    stored.isWinner(committed.attempt()),
                    committed.attempt() + " is told Committed, and the row is not committed");
        } else if (message instanceof DriverMessage.Rejected rejected) {
            checkUnwanted(rejected.attempt(), "told Rejected", stored);
        } else if (message instanceof DriverMessage.Revoke revoke) {
            checkUnwanted(revoke.attempt(), "revoked", stored);
        } else if (message instanceof DriverMessage.Assign assign) {
            AttemptId attempt = assign.attempt();
            require(stored.isLive(attempt), attempt + " is assigned, and no row says so");
            Budget all = scope.budget();
            Budget left = world.left();
            int spent = all.crashes()
                    - left.crashes()
                    + all.pauses()
                    - left.pauses()
                    + all.zombies()
                    - left.zombies()
                    + all.losses()
                    - left.losses()
                    + all.damages()
                    - left.damages();
            require(attempt.number() <= 1 + spent, attempt + " after " + spent + " faults");
            if (assign.work() instanceof Work.ReduceWork work) {
                checkSources(scope, work.sources(), stored);
            }
        }
    }

    private static void checkUnwanted(AttemptId attempt, String what, Durable stored) {
        require(!stored.isWinner(attempt), attempt + " is " + what + ", and has won");
        require(!stored.isLive(attempt), attempt + " is " + what + ", and is LIVE");
    }

    /** Of every map the winner, and nobody else. */
    private static void checkSources(Scope scope, List<BucketSource> sources, Durable stored) {
        require(sources.size() == scope.maps(), "a reduce reads " + sources);
        for (int m = 0; m < scope.maps(); m++) {
            AttemptId named = sources.get(m).winner();
            require(
                    named.task().equals(TaskId.map(m)) && stored.isWinner(named),
                    "a reduce is to read " + named + ", and the winner is " + stored.winner(TaskId.map(m)));
        }
    }

    private static void checkOutput(Effect.PublishOutput publish, Scope scope, Durable stored) {
        require(stored.snapshot.state() == JobState.COMMITTING, "the output is published, and no row says so");
        List<AttemptId> winners = new ArrayList<>();
        for (int r = 0; r < scope.reduces(); r++) {
            Receipt winner = stored.winner(TaskId.reduce(r));
            require(winner != null, "the output is published without reduce-" + r);
            if (winner != null) {
                winners.add(winner.attempt());
            }
        }
        List<AttemptId> published = publish.winners().stream()
                .map(winner -> winner.receipt().attempt())
                .filter(attempt -> attempt.task().kind() == TaskKind.REDUCE)
                .toList();
        require(winners.equals(published), "the output is made of " + published + ", the winners are " + winners);
        for (int m = 0; m < scope.maps(); m++) {
            require(stored.state(TaskId.map(m)) == TaskState.COMMITTED, "the output is published without map-" + m);
        }
    }

    private static void require(boolean truth, String otherwise) {
        if (!truth) {
            throw new Violation(otherwise);
        }
    }
}
