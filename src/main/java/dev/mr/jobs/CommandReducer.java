package dev.mr.jobs;

import dev.mr.api.Output;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import dev.mr.api.Values;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reduces with a command: it reads a line {@code key<TAB>value} for each value, sorted by key, and each line that it writes is a
 * line of the output, with its first tab as the space between key and value. It is started also when there is nothing to reduce.
 */
final class CommandReducer implements Reducer, Closeable {
    private final CommandLine line;
    private @Nullable CommandLog log;
    private @Nullable RunningCommand command;

    CommandReducer(CommandLine line) {
        this.line = line;
    }

    @Override
    public void open(TaskContext task) throws Exception {
        task.closeAtEnd(this);
        CommandLog opened = CommandLog.begin(task, 'r');
        log = opened;
        command = new RunningCommand("reduce", line, "", TaskVariables.ofReduce(task), opened, CommandReducer::line);
    }

    private RunningCommand command() {
        RunningCommand current = command;
        if (current == null) {
            throw new IllegalStateException("open() was not called");
        }
        return current;
    }

    @Override
    public void reduce(Slice key, Values values, Output out) throws Exception {
        RunningCommand current = command();
        while (values.next()) {
            Slice value = values.bytes();
            current.writeEscaped(key.array(), key.offset(), key.end(), out);
            current.write((byte) '\t', out);
            current.writeEscaped(value.array(), value.offset(), value.end(), out);
            current.write((byte) '\n', out);
        }
    }

    /** A line is output as it is. */
    static void line(byte[] bytes, int from, int tab, int to, Output out) {
        if (tab == to) {
            out.emit(bytes, from, to);
        } else {
            out.emit(bytes, from, tab, bytes, tab + 1, to);
        }
    }

    @Override
    public void close(Output out) throws Exception {
        command().finish(out);
    }

    /** However the attempt ends. */
    @Override
    public void close() throws IOException {
        if (command != null) {
            command.close();
        }
        if (log != null) {
            log.close();
        }
    }
}
