package dev.mr.explore;

import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskKind;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;

/** Everything that can happen in a state of a small world, in a fixed order. */
final class Steps {
    private final Scope scope;
    private final SmallWorld world;
    private final List<Step> steps = new ArrayList<>();
    private final Turns turns;

    private Steps(Scope scope, SmallWorld world) {
        this.scope = scope;
        this.world = world;
        this.turns = new Turns(scope, steps, false);
    }

    /**
     * The steps from here; none when the job has succeeded.
     *
     * @throws Violation when one of them breaks a rule
     */
    static List<Step> of(Scope scope, SmallWorld world) {
        Steps all = new Steps(scope, world);
        if (!world.hasSucceeded()) {
            all.drivers();
            world.processes().stream().distinct().forEach(all::worker);
            new Faults(scope, all.steps).add(world);
        }
        return all.steps;
    }

    private void drivers() {
        Driver driver = world.driver();
        if (driver != null && driver.core() == null) {
            Driver loaded = driver.as(world.stored().begin());
            turns.take(world, loaded, Hearing.takeover(scope, world), () -> "takes over");
        } else if (driver != null) {
            ofDriver(driver);
        }
        Driver former = world.former();
        if (former != null) {
            ofDriver(former);
            steps.add(new Step(
                    () -> "driver " + former.epoch() + " sees that another took over, and ends",
                    false,
                    world.dies(former.epoch())));
        }
    }

    private void ofDriver(Driver driver) {
        helper(driver);
        for (Stream stream : world.streams()) {
            if (stream.id().epoch() == driver.epoch() && stream.atDriver()) {
                hear(driver, stream);
                if (stream.cut()) {
                    end(driver, stream);
                }
            }
        }
    }

    private void hear(Driver driver, Stream stream) {
        StreamId id = stream.id();
        if (!stream.echo().isEmpty()) {
            WorkerMessage message = stream.echo().get(0);
            turns.take(
                    world.change(id, Stream::heardEcho),
                    driver,
                    Hearing.of(scope, world, stream, message),
                    () -> "hears " + Wording.of(message) + " once more on stream " + id.session());
        }
        if (!stream.up().isEmpty()) {
            hear(driver, stream, stream.up().get(0), world.change(id, Stream::heard));
            return;
        }
        WorkerProcess process = stream.cut() ? null : world.process(id);
        if (process != null) {
            process.tasks().forEach(task -> hearEnd(driver, stream, process, task));
            boolean unknowing = process.tasks().stream()
                    .anyMatch(task ->
                            !world.stored().isLive(task) && !stream.revokes().contains(task));
            if (stream.silent() || unknowing) {
                turns.take(
                        world.change(id, Stream::spoken),
                        driver,
                        Hearing.of(new Event.Said(id.session(), Hearing.heartbeat(process.tasks()))),
                        () -> "hears a heartbeat on stream " + id.session() + " about " + process.tasks());
            }
        }
    }

    /**
     * A worker ends its task, and its driver hears the first of the two things it says. That they are on their way makes no difference
     * before, but when the stream breaks: see {@link Faults}.
     */
    private void hearEnd(Driver driver, Stream stream, WorkerProcess process, AttemptId task) {
        StreamId id = stream.id();
        SmallWorld ended = world.change(process, process.without(task))
                .change(id, open -> open.says(new WorkerMessage.Ready(1)).spoken());
        hear(
                driver,
                stream,
                new WorkerMessage.Succeeded(task, 0),
                ended.files(world.files().finish(task)));
        if (task.task().kind() == TaskKind.REDUCE) {
            for (AttemptId damaged : world.files().damaged()) {
                hear(
                        driver,
                        stream,
                        new WorkerMessage.InputBad(task, damaged, task.task().index(), "CRC32C differs"),
                        ended);
            }
        }
    }

    private void hear(Driver driver, Stream stream, WorkerMessage message, SmallWorld heard) {
        StreamId id = stream.id();
        List<Moment> input = Hearing.of(scope, heard, stream, message);
        turns.take(heard, driver, input, () -> "hears " + Wording.of(message) + " on stream " + id.session());
        Budget left = world.left();
        if (left.repeats() > 0 && !(message instanceof WorkerMessage.Ready)) {
            new Turns(scope, steps, true)
                    .take(
                            heard.left(left.repeats(left.repeats() - 1)).change(id, open -> open.echoes(message)),
                            driver,
                            input,
                            () -> "hears " + Wording.of(message) + " on stream " + id.session()
                                    + ", and will once more");
        }
    }

    private void end(Driver driver, Stream stream) {
        StreamId id = stream.id();
        turns.take(
                world.change(id, Stream::leftByDriver),
                driver,
                Hearing.of(new Event.StreamClosed(id.session(), "the connection broke")),
                () -> "sees stream " + id.session() + " end");
        if (!stream.silent()) {
            List<Moment> silence = new ArrayList<>(Hearing.silence(world, driver.epoch(), id.session()));
            silence.addAll(Hearing.of(new Event.StreamClosed(id.session(), "the connection broke")));
            turns.take(
                    world.change(id, Stream::leftByDriver),
                    driver,
                    silence,
                    () -> "hears nothing on stream " + id.session() + " for a lease, and then sees it end");
        }
    }

    /** A piece of file work is done, and the driver hears of it: between the two, nobody looks. */
    private void helper(Driver driver) {
        Effect work = driver.work().isEmpty() ? null : driver.work().get(0);
        if (work == null || (work instanceof Effect.PublishMap && Faults.isLazy(scope, world.stored()))) {
            return;
        }
        Event answer;
        if (work instanceof Effect.PublishMap publish) {
            answer = new Event.MapPublished(publish.winner());
        } else if (work instanceof Effect.Inspect inspect) {
            answer = world.files().damaged().contains(inspect.winner())
                    ? new Event.WinnerDamaged(inspect.winner(), "its CRC32C differs")
                    : new Event.BucketSound(inspect.winner(), inspect.bucket());
        } else {
            answer = new Event.OutputPublished();
        }
        Driver worked = driver.worked();
        turns.take(
                world.drive(worked), worked, Hearing.about(answer), () -> "hears of its helper: " + Wording.of(answer));
    }

    private void worker(WorkerProcess process) {
        Stream stream = process.isFresh() ? null : world.stream(process.stream());
        if (stream == null) {
            connect(process);
        } else if (!stream.cut() && !stream.revokes().isEmpty()) {
            revoke(process, stream, stream.revokes().get(0));
        } else if (stream.cut()) {
            for (AttemptId task : process.tasks()) {
                steps.add(new Step(
                        () -> "the worker of " + stream.id() + " ends " + task + ", RECEIPT and all, and nobody hears",
                        false,
                        world.files(world.files().finish(task)).change(process, process.without(task))));
            }
            steps.add(new Step(
                    () -> "the worker of " + stream.id() + " sees it end, and ends; another starts",
                    false,
                    world.change(stream.id(), Stream::leftByWorker).change(process, WorkerProcess.FRESH)));
        }
    }

    private void revoke(WorkerProcess process, Stream stream, AttemptId revoked) {
        SmallWorld heard = world.change(stream.id(), Stream::revoked);
        steps.add(new Step(
                () -> "the worker of " + stream.id() + " hears that " + revoked + " is revoked",
                false,
                process.tasks().contains(revoked)
                        ? heard.change(process, process.without(revoked))
                                .change(stream.id(), open -> open.says(new WorkerMessage.Ready(1)))
                        : heard));
    }

    /** Its Hello and its first Ready are heard in one turn: between them it is nothing to anyone. */
    private void connect(WorkerProcess process) {
        Driver driver = world.driver();
        if (driver == null || driver.core() == null) {
            return;
        }
        long session = 1;
        while (world.stream(new StreamId(driver.epoch(), session)) != null) {
            session++;
        }
        StreamId id = new StreamId(driver.epoch(), session);
        List<Moment> input = new ArrayList<>(
                Hearing.of(new Event.Said(session, new WorkerMessage.Hello("w", "alpha", 4711, 1, Core.BUILD, 0, ""))));
        input.addAll(Hearing.of(new Event.Said(session, new WorkerMessage.Ready(1))));
        turns.take(
                world.open(Stream.of(id)).change(process, new WorkerProcess(id, List.of())),
                driver,
                input,
                () -> "hears Hello and Ready on stream " + id.session());
    }
}
