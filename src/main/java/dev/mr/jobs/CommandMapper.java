package dev.mr.jobs;

import dev.mr.api.Mapper;
import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Maps with a command: its input is what the task reads, as it is, and each line that it writes is a record. A command reads one
 * stretch of one file, so that it knows where that begins; where the task reads another there is another command.
 */
final class CommandMapper implements Mapper, Closeable {
    private final CommandLine line;
    private final boolean wholeFiles;
    private @Nullable CommandLog log;
    private @Nullable RunningCommand command;
    private String file = "";
    private long end;

    /** @param wholeFiles each file has a command of its own, also an empty one */
    CommandMapper(CommandLine line, boolean wholeFiles) {
        this.line = line;
        this.wholeFiles = wholeFiles;
    }

    @Override
    public void open(TaskContext task) {
        task.closeAtEnd(this);
        log = CommandLog.begin(task, 'm');
    }

    @Override
    public void map(Slice text, Output out) throws Exception {
        TaskContext task = out.task();
        RunningCommand current = command;
        if (current == null || isElsewhere(task)) {
            close(out);
            file = task.inputName();
            current = start(task);
            command = current;
        }
        end = task.inputOffset() + text.length();
        try {
            current.write(text.array(), text.offset(), text.end(), out);
        } catch (CommandException failed) {
            // Whoever goes on with other text all the same, to sample keys, gets another command.
            command = null;
            current.close();
            throw failed;
        }
    }

    private boolean isElsewhere(TaskContext task) {
        return wholeFiles
                ? task.inputOffset() == 0
                : task.inputOffset() != end || !task.inputName().equals(file);
    }

    private RunningCommand start(TaskContext task) throws CommandException, InterruptedException {
        String subject = " on " + file + (wholeFiles ? "" : " from offset " + task.inputOffset());
        CommandLog open = log;
        if (open == null) {
            throw new IllegalStateException("open() was not called");
        }
        return new RunningCommand("map", line, subject, TaskVariables.ofMap(task), open, CommandMapper::record);
    }

    /** A line is a key and a value, or a key alone. */
    static void record(byte[] bytes, int from, int tab, int to, Output out) {
        int keyEnd = Escapes.unescape(bytes, from, tab);
        if (tab == to) {
            out.emit(bytes, from, keyEnd);
        } else {
            out.emit(bytes, from, keyEnd, bytes, tab + 1, Escapes.unescape(bytes, tab + 1, to));
        }
    }

    @Override
    public void close(Output out) throws Exception {
        RunningCommand current = command;
        if (current != null) {
            command = null;
            try (current) {
                current.finish(out);
            }
        }
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
