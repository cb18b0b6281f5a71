package dev.mr.explore;

import dev.mr.task.AttemptId;
import dev.mr.task.WorkerMessage;
import java.util.List;

/**
 * A stream between a worker and a driver, as long as either end has not noticed that it is over.
 *
 * @param up what the worker said and the driver has not heard
 * @param echo of reports that were heard, and will be once more
 * @param revokes what the driver said and the worker has not heard; all else it hears at once
 * @param cut whether it is over: what is said now is lost, what was said may still arrive
 * @param atDriver whether the driver has it still
 * @param atWorker whether the worker has it still
 * @param silent whether the driver has declared the worker silent
 */
record Stream(
        StreamId id,
        List<WorkerMessage> up,
        List<WorkerMessage> echo,
        List<AttemptId> revokes,
        boolean cut,
        boolean atDriver,
        boolean atWorker,
        boolean silent) {
    static Stream of(StreamId id) {
        return new Stream(id, List.of(), List.of(), List.of(), false, true, true, false);
    }

    Stream says(WorkerMessage message) {
        return cut ? this : new Stream(id, Driver.more(up, message), echo, revokes, false, atDriver, atWorker, silent);
    }

    Stream revokes(AttemptId attempt) {
        return cut ? this : new Stream(id, up, echo, Driver.more(revokes, attempt), false, atDriver, atWorker, silent);
    }

    /** The driver hears the first of what is on its way. */
    Stream heard() {
        return new Stream(id, List.copyOf(up.subList(1, up.size())), echo, revokes, cut, atDriver, atWorker, false);
    }

    /** The driver hears what was repeated. */
    Stream heardEcho() {
        return new Stream(id, up, List.of(), revokes, cut, atDriver, atWorker, false);
    }

    /** This is going to be heard once more. */
    Stream echoes(WorkerMessage message) {
        return new Stream(id, up, Driver.more(echo, message), revokes, cut, atDriver, atWorker, silent);
    }

    /** The worker hears the first of what is on its way. */
    Stream revoked() {
        return new Stream(
                id, up, echo, List.copyOf(revokes.subList(1, revokes.size())), cut, atDriver, atWorker, silent);
    }

    Stream spoken() {
        return new Stream(id, up, echo, revokes, cut, atDriver, atWorker, false);
    }

    Stream fellSilent() {
        return new Stream(id, up, echo, revokes, cut, atDriver, atWorker, true);
    }

    Stream cutOff() {
        return new Stream(id, up, echo, List.of(), true, atDriver, atWorker, silent);
    }

    /** Over for the driver, which hears nothing of what was on its way. */
    Stream leftByDriver() {
        return new Stream(id, List.of(), List.of(), List.of(), true, false, atWorker, false);
    }

    /** Over for the worker. */
    Stream leftByWorker() {
        return new Stream(id, up, echo, List.of(), true, atDriver, false, silent);
    }
}
