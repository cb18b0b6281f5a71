package dev.mr.explore;

import dev.mr.task.JobState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One state of everything. Immutable.
 *
 * @param driver the one that was started last; null when it is dead
 * @param former one that was paused, has lost its lock, and does not know; null for none
 * @param streams in order of {@link StreamId}
 * @param processes in {@link WorkerProcess#ORDER}
 * @param left the faults that may still happen
 */
record SmallWorld(
        Durable stored,
        @Nullable Driver driver,
        @Nullable Driver former,
        List<Stream> streams,
        List<WorkerProcess> processes,
        Files files,
        Budget left) {
    boolean hasSucceeded() {
        return stored.snapshot.state() == JobState.SUCCEEDED;
    }

    SmallWorld store(Durable content) {
        return new SmallWorld(content, driver, former, streams, processes, files, left);
    }

    SmallWorld files(Files other) {
        return new SmallWorld(stored, driver, former, streams, processes, other, left);
    }

    SmallWorld left(Budget other) {
        return new SmallWorld(stored, driver, former, streams, processes, files, other);
    }

    /** The driver of its epoch is as given. */
    SmallWorld drive(Driver changed) {
        boolean isFormer = former != null && former.epoch() == changed.epoch();
        return isFormer ? drivers(driver, changed) : drivers(changed, former);
    }

    SmallWorld drivers(@Nullable Driver newest, @Nullable Driver old) {
        return new SmallWorld(stored, newest, old, streams, processes, files, left);
    }

    /** The driver of an epoch; null when there is none that lives. */
    @Nullable
    Driver driver(long epoch) {
        if (driver != null && driver.epoch() == epoch) {
            return driver;
        }
        return former != null && former.epoch() == epoch ? former : null;
    }

    /** The stream, null when both ends know that it is over. */
    @Nullable
    Stream stream(StreamId id) {
        for (Stream stream : streams) {
            if (stream.id().equals(id)) {
                return stream;
            }
        }
        return null;
    }

    SmallWorld open(Stream stream) {
        List<Stream> more = Driver.more(streams, stream);
        return streams(more.stream().sorted(Comparator.comparing(Stream::id)).toList());
    }

    /** One stream becomes another, or is gone when neither end has it. */
    SmallWorld change(StreamId id, UnaryOperator<Stream> how) {
        List<Stream> changed = new ArrayList<>(streams.size());
        for (Stream stream : streams) {
            Stream now = stream.id().equals(id) ? how.apply(stream) : stream;
            if (now.atDriver() || now.atWorker()) {
                changed.add(now);
            }
        }
        return streams(List.copyOf(changed));
    }

    private SmallWorld streams(List<Stream> other) {
        return new SmallWorld(stored, driver, former, other, processes, files, left);
    }

    /** One process becomes another. */
    SmallWorld change(WorkerProcess process, WorkerProcess now) {
        List<WorkerProcess> changed = new ArrayList<>(processes);
        changed.set(changed.indexOf(process), now);
        changed.sort(WorkerProcess.ORDER);
        return processes(List.copyOf(changed));
    }

    SmallWorld processes(List<WorkerProcess> other) {
        return new SmallWorld(stored, driver, former, streams, other, files, left);
    }

    /** The process at the end of a stream; null when it has left it. */
    @Nullable
    WorkerProcess process(StreamId id) {
        for (WorkerProcess process : processes) {
            if (process.stream().equals(id)) {
                return process;
            }
        }
        return null;
    }

    /** The driver of this epoch is dead: its streams break, and what it has heard and not handled is gone. */
    SmallWorld dies(long epoch) {
        SmallWorld next = former != null && former.epoch() == epoch ? drivers(driver, null) : drivers(null, former);
        for (Stream stream : streams) {
            if (stream.id().epoch() == epoch) {
                next = next.change(stream.id(), Stream::leftByDriver);
            }
        }
        return next;
    }

    /**
     * The same without what makes no difference to anyone: files nobody will look at; a worker whose stream is over and whose task nobody
     * wants, which can only end; and, when the job has succeeded, everything but that.
     */
    SmallWorld settled() {
        if (hasSucceeded()) {
            return new SmallWorld(stored, null, null, List.of(), List.of(), Files.NONE, left);
        }
        SmallWorld next = files(files.thatMatter(stored));
        for (WorkerProcess process : processes) {
            Stream stream = process.isFresh() ? null : stream(process.stream());
            if (stream != null && stream.cut() && process.tasks().stream().noneMatch(stored::isLive)) {
                next = next.change(stream.id(), Stream::leftByWorker).change(process, WorkerProcess.FRESH);
            }
        }
        return next;
    }
}
