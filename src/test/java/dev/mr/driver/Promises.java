package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.DriverMessage;
import dev.mr.task.Durability;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import dev.mr.task.Work;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What must hold after everything that happens (design sections 7 to 9), told by a record of its own of what was committed, and by what
 * lies on the disk. The first promise that is broken ends the simulation.
 */
final class Promises {
    private final Simulation world;
    private final JobDirectory directory;
    private final Evidence evidence;
    private final Budgets budgets;
    private final Custody custody;
    private final Map<TaskId, Receipt> winners = new HashMap<>();
    private final Map<TaskId, Integer> numbers = new HashMap<>();
    private final Set<AttemptId> started = new HashSet<>();
    private final Set<AttemptId> won = new HashSet<>();
    private final Set<String> wonFolders = new HashSet<>();
    /** Of a reduce, the winners that it was told to read. */
    private final Map<AttemptId, List<AttemptId>> sources = new HashMap<>();
    /** Lost their winner in the last turn, so that what the same turn says may still name it. */
    private final Set<TaskId> justLost = new HashSet<>();

    private JobState state = JobState.RUNNING;
    private boolean failed;
    private long epoch = 1;

    /** A promise was broken. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1L;

        Broken(String what) {
            super(what);
        }
    }

    Promises(Simulation world) {
        this.world = world;
        this.directory = world.directory;
        this.evidence = new Evidence(world);
        this.budgets = new Budgets(world.job.rules);
        this.custody = new Custody(world);
    }

    private boolean survivesPowerCuts() {
        return world.job.durability == Durability.POWER;
    }

    private static void require(boolean kept, Supplier<String> broken) {
        if (!kept) {
            throw new Broken(broken.get());
        }
    }

    JobState state() {
        return state;
    }

    /** Whether the job has ever failed. */
    boolean hasFailed() {
        return failed;
    }

    Map<TaskId, Receipt> winners() {
        return winners;
    }

    /** Whether the attempt of this directory was ever a winner. */
    boolean hasWon(String folder) {
        return wonFolders.contains(folder);
    }

    void claimed(long next) {
        require(next > epoch, () -> "the epoch goes from " + epoch + " to " + next);
        epoch = next;
    }

    /** A turn was committed. */
    void committed(long by, List<Change> changes) {
        require(by == epoch, () -> "a driver of epoch " + by + " commits in epoch " + epoch + ": " + changes);
        justLost.clear();
        custody.turns();
        for (Change change : changes) {
            world.trace.add("commit", change);
            if (change instanceof Change.JobMoved moved) {
                moved(moved);
            } else if (change instanceof Change.AttemptStarted begun) {
                started(begun.attempt());
            } else if (change instanceof Change.Won victory) {
                won(victory.receipt());
            } else if (change instanceof Change.TaskMoved task) {
                moved(task);
            } else if (change instanceof Change.AttemptEnded ended) {
                ended(ended);
            } else if (change instanceof Change.AttemptAdopted adopted) {
                custody.adopted(adopted.attempt());
            } else if (change instanceof Change.CounterSet counter) {
                evidence.stored(counter);
            }
        }
        String fault = budgets.fault(state);
        require(fault.isEmpty(), () -> fault);
    }

    private void moved(Change.JobMoved moved) {
        require(moved.from() == state, () -> "the job moves from " + moved.from() + ", and was " + state);
        boolean again = state == JobState.FAILED && moved.to() == JobState.RUNNING && world.job.doom.isLifted();
        require(!state.isFinished() || again, () -> "the job had ended as " + state + " and becomes " + moved.to());
        require(moved.to() != JobState.FAILED || world.job.doom.isThere(), () -> "the job fails: " + moved.message());
        failed |= moved.to() == JobState.FAILED;
        if (again) {
            budgets.forgive();
        }
        state = moved.to();
        if (state == JobState.SUCCEEDED) {
            outputIs("stored as SUCCEEDED");
        }
    }

    private void started(AttemptId attempt) {
        TaskId task = attempt.task();
        require(!state.isFinished(), () -> attempt + " starts in a job that has ended");
        require(
                attempt.number() == numbers.getOrDefault(task, 0) + 1,
                () -> attempt + " starts after number " + numbers.getOrDefault(task, 0));
        require(!winners.containsKey(task), () -> attempt + " starts, and " + winners.get(task) + " has won");
        numbers.put(task, attempt.number());
        started.add(attempt);
        budgets.started(attempt);
    }

    private void won(Receipt receipt) {
        AttemptId attempt = receipt.attempt();
        require(started.contains(attempt), () -> attempt + " wins and was never started");
        Receipt before = winners.put(attempt.task(), receipt);
        require(before == null, () -> attempt + " wins beside " + before);
        won.add(attempt);
        budgets.won(attempt);
        wonFolders.add(attempt.directoryName());
        if (attempt.task().kind() == TaskKind.REDUCE || survivesPowerCuts()) {
            String fault = evidence.durabilityFault(receipt);
            require(fault.isEmpty(), () -> attempt + " wins, and " + fault);
        }
    }

    private void moved(Change.TaskMoved moved) {
        if (moved.from() == TaskState.COMMITTED && moved.to() != TaskState.COMMITTED) {
            Receipt lost = winners.remove(moved.task());
            if (lost == null) {
                throw new Broken(moved.task() + " leaves COMMITTED and had no winner");
            }
            if (!hasReadOtherBytes(lost)) {
                require(!evidence.isIntact(lost), () -> lost + " was committed and is intact, and is to run again");
                require(
                        !survivesPowerCuts() || evidence.isDamaged(lost),
                        () -> lost + " was committed for good, nobody damaged it, and it is to run again");
            }
            justLost.add(moved.task());
        }
    }

    /** A map that was damaged ran again and wrote other bytes than a reduce has read. */
    private boolean hasReadOtherBytes(Receipt lost) {
        int bucket = lost.attempt().task().index();
        return sources.getOrDefault(lost.attempt(), List.of()).stream().anyMatch(map -> {
            Receipt now = winners.get(map.task());
            return now != null
                    && !Arrays.equals(world.job.bucket(now.attempt(), bucket), world.job.bucket(map, bucket));
        });
    }

    private void ended(Change.AttemptEnded ended) {
        budgets.ended(ended);
        require(
                !custody.isWronglyTaken(ended),
                () -> ended.attempt() + " is taken from a worker that speaks: " + ended.message());
    }

    /** A driver says this to a worker. */
    void sent(SimulatedStream stream, DriverMessage message) {
        if (message instanceof DriverMessage.Committed committed) {
            require(
                    won.contains(committed.attempt()),
                    () -> committed.attempt() + " is acknowledged and not committed");
        } else if (message instanceof DriverMessage.Rejected rejected) {
            Receipt winner = winners.get(rejected.attempt().task());
            require(
                    winner == null || !winner.attempt().equals(rejected.attempt()),
                    () -> rejected.attempt() + " has won and is rejected: " + rejected.reason());
        } else if (message instanceof DriverMessage.Assign assign) {
            require(started.contains(assign.attempt()), () -> assign.attempt() + " is assigned and not stored");
            require(custody.assigned(assign.attempt(), stream), () -> assign.attempt() + " is assigned again");
            if (assign.work() instanceof Work.ReduceWork work) {
                sources.put(
                        assign.attempt(),
                        work.sources().stream().map(BucketSource::winner).toList());
                work.sources().forEach(source -> reads(assign.attempt(), source.winner()));
            }
        } else if (message instanceof DriverMessage.JobDone done) {
            require(done.state() == state, () -> "workers are told " + done.state() + ", and stored is " + state);
        }
    }

    private void reads(AttemptId reduce, AttemptId map) {
        Receipt winner = winners.get(map.task());
        require(
                winner == null
                        ? justLost.contains(map.task())
                        : winner.attempt().equals(map),
                () -> reduce + " is to read " + map + ", and the winner is " + winner);
    }

    /** A worker that came back goes on with an attempt on another stream. */
    void adopted(AttemptId attempt, SimulatedStream stream) {
        custody.continued(attempt, stream);
    }

    /** A reduce has read a file that is as its Assign said. */
    void read(AttemptId reduce, AttemptId winner, SimulatedDisk.Node file) {
        require(won.contains(winner), () -> reduce + " reads " + winner + ", which never won");
        // It may be a later winner's, once the first is found damaged and the reduce that had begun reads on; the bytes
        // are the same.
        require(
                wonFolders.contains(file.origin),
                () -> reduce + " reads what " + file.origin + " made, which never won, for " + winner.directoryName());
    }

    /** A process is about to change this path. */
    void touches(SimulatedProcess process, String operation, Path path) {
        require(
                path.startsWith(directory.root()),
                () -> process.name + " does " + operation + " outside the job: " + path);
        if (process instanceof SimulatedWorker worker) {
            boolean folder = operation.equals("fsync") && path.equals(directory.attempts());
            require(
                    folder || isOwn(worker, path),
                    () -> "worker " + worker.name + " does " + operation + " to " + path);
        }
        require(!path.endsWith(SimulatedDamage.STRANGER), () -> process.name + " does " + operation + " to " + path);
        if (operation.equals("unlink") && state != JobState.SUCCEEDED) {
            require(!isResult(path), () -> process.name + " deletes " + path + " of an attempt that has won");
        }
    }

    /** Whether the path lies in the directory of an attempt that the worker was assigned. */
    private boolean isOwn(SimulatedWorker worker, Path path) {
        int depth = directory.attempts().getNameCount();
        return path.startsWith(directory.attempts())
                && path.getNameCount() > depth
                && worker.works(path.getName(depth).toString());
    }

    private boolean isResult(Path path) {
        String name = path.getFileName().toString();
        Path folder = path.getParent();
        return (name.startsWith("mr-") || name.startsWith("out-"))
                && winners.values().stream()
                        .anyMatch(winner -> directory.attempt(winner.attempt()).equals(folder));
    }

    private void outputIs(String why) {
        String fault = evidence.outputFault();
        require(fault.isEmpty(), () -> "the job is " + why + ", and " + fault);
    }

    /** All is over. */
    void over() {
        String fault = new Aftermath(world, evidence, budgets).fault();
        require(fault.isEmpty(), () -> fault);
    }
}
