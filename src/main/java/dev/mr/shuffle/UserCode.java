package dev.mr.shuffle;

import dev.mr.api.Mapper;
import dev.mr.api.Output;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import java.io.IOException;

/**
 * The job's code of one attempt, as the engine calls it: what it throws becomes a {@link UserFailureException} that says where,
 * unless the engine itself was to blame.
 */
final class UserCode {
    private final RunningTask task;
    private final TaskProgress progress;
    private final EngineTrouble trouble = new EngineTrouble();

    UserCode(RunningTask task, TaskProgress progress) {
        this.task = task;
        this.progress = progress;
    }

    RunningTask task() {
        return task;
    }

    TaskProgress progress() {
        return progress;
    }

    EngineTrouble trouble() {
        return trouble;
    }

    /** A call of the job's code. */
    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    void open(Mapper mapper) throws IOException, TaskException {
        call("map function's open failed", () -> mapper.open(task));
    }

    void open(Reducer reducer, String what) throws IOException, TaskException {
        call(what + " function's open failed", () -> reducer.open(task));
    }

    /** Not through {@link #call}: this is the inner loop of a map. */
    void map(Mapper mapper, Slice record, TaskOutput output) throws IOException, TaskException {
        try {
            mapper.map(record, output);
            output.settleRecord();
        } catch (Exception | LinkageError | AssertionError | VirtualMachineError e) {
            throw failure("map function failed on " + task.record(record.length()), e)
                    .at(task.inputName(), task.inputOffset());
        }
        trouble.rethrow();
    }

    void reduce(Reducer reducer, String what, KeyGroups groups, Output output) throws IOException, TaskException {
        try {
            reducer.reduce(groups.key(), groups, output);
        } catch (Exception | LinkageError | AssertionError | VirtualMachineError e) {
            throw failure(what + " function failed on the key " + KeyText.of(groups.key()), e);
        }
        trouble.rethrow();
    }

    void close(Mapper mapper, Output output) throws IOException, TaskException {
        call("map function's close failed", () -> mapper.close(output));
    }

    void close(Reducer reducer, String what, Output output) throws IOException, TaskException {
        call(what + " function's close failed", () -> reducer.close(output));
    }

    private void call(String what, Call call) throws IOException, TaskException {
        try {
            call.run();
        } catch (Exception | LinkageError | AssertionError | VirtualMachineError e) {
            throw failure(what, e);
        }
        trouble.rethrow();
    }

    /** The engine's own trouble, if there is any; else the failure to be thrown. */
    private UserFailureException failure(String what, Throwable thrown) throws IOException, TaskException {
        trouble.rethrow();
        return new UserFailureException(isCommand(thrown) ? thrown.toString() : what + ": " + thrown, thrown);
    }

    /** A command that failed: its author knows of no function, and it says all there is itself. */
    private static boolean isCommand(Throwable thrown) {
        return thrown.getClass().getName().equals("dev.mr.jobs.CommandException");
    }
}
