package dev.mr.jobs;

import dev.mr.api.Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A command at work. The task's thread gives it its input and takes the lines it writes; three threads move the bytes, so that
 * a command may read and write in any order, as much as it likes, and nobody waits for somebody who waits for him. Memory is
 * bounded: a few buffers, and one line of the output.
 *
 * <p>It has done its work when it has taken all its input, it and all who inherited its output have closed that, and it has
 * ended with exit code 0. Whatever else happens is a {@link CommandException}. Must be closed.
 */
final class RunningCommand implements Closeable {
    private static final long FAREWELL_SECONDS = 5;
    private static final long LOOK_AGAIN_MILLIS = 10;
    private static final int STREAMS_WRITTEN = 2;
    private static final int MOST_BUFFERS = 4;
    private static final String UNREAD = "ended with exit code 0, but had not read all its input";

    /** What the system said, as JDKs before and since 25 quote it. */
    private static final Pattern SYSTEM_ERROR = Pattern.compile("error(?:=\\d+, |: \\d+ \\()(.+?)\\)?\\s*$");

    private final String name;
    private final String subject;
    private final CommandLog log;
    private final LineCutter lines;
    private final Process process;
    private final BlockingQueue<CommandEvent> events = new LinkedBlockingQueue<>();
    private final UnreadInput unread;
    private final CommandInput input;
    private final CommandOutput output;
    private final CommandErrors errors;
    private final List<Thread> threads;
    private final Deque<CommandBuffer> free = new ArrayDeque<>();
    private CommandBuffer buffer = new CommandBuffer();
    private int buffers = 1;
    private int ended;
    private boolean allWritten;

    /**
     * Starts the command.
     *
     * @param kind what it is: map or reduce
     * @param subject what it works on, for messages: empty, or a phrase that follows its name
     * @param variables what its environment has beside that of this process; a value of null is taken out
     */
    RunningCommand(
            String kind,
            CommandLine line,
            String subject,
            Map<String, @Nullable String> variables,
            CommandLog log,
            LineSink sink)
            throws CommandException, InterruptedException {
        this.name = kind + " command `" + line + "`";
        this.subject = subject;
        this.log = log;
        this.lines = new LineCutter(sink, Output.MAX_BYTES);
        this.process = start(name, line, variables);
        this.unread = new UnreadInput(process);
        this.input = new CommandInput(process.getOutputStream(), unread, events);
        this.output = new CommandOutput(process.getInputStream(), events);
        this.errors = new CommandErrors(process.getErrorStream(), log, events);
        this.threads = List.of(
                new Thread(input, "mr-command-input"),
                new Thread(output, "mr-command-output"),
                new Thread(errors, "mr-command-errors"));
        for (Thread thread : threads) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static Process start(String name, CommandLine line, Map<String, @Nullable String> variables)
            throws CommandException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line.words());
        variables.forEach((variable, value) -> {
            if (value == null) {
                builder.environment().remove(variable);
            } else {
                builder.environment().put(variable, value);
            }
        });
        try {
            return LivingCommands.start(builder);
        } catch (IOException impossible) {
            throw new CommandException(name + " cannot be started in "
                    + Path.of("").toAbsolutePath() + ": " + reason(String.valueOf(impossible.getMessage())));
        }
    }

    private static String reason(String message) {
        Matcher said = SYSTEM_ERROR.matcher(message);
        return said.find() ? said.group(1) : message;
    }

    /** Gives it {@code [from, to)} to read. The bytes are copied. */
    void write(byte[] bytes, int from, int to, Output out) throws CommandException, InterruptedException {
        int at = from;
        while (at < to) {
            if (buffer.isFull()) {
                makeRoom(out);
            }
            at = buffer.fill(bytes, at, to);
        }
    }

    /** Gives it one byte to read. */
    void write(byte b, Output out) throws CommandException, InterruptedException {
        if (buffer.isFull()) {
            makeRoom(out);
        }
        buffer.add(b);
    }

    /** Gives it {@code [from, to)} to read, in {@link Escapes}. */
    void writeEscaped(byte[] bytes, int from, int to, Output out) throws CommandException, InterruptedException {
        int done = from;
        for (int at = from; at < to; at++) {
            byte letter = Escapes.letter(bytes[at]);
            if (letter != 0) {
                write(bytes, done, at, out);
                write((byte) '\\', out);
                write(letter, out);
                done = at + 1;
            }
        }
        write(bytes, done, to, out);
    }

    /** Hands over the buffer, and goes on with a free one. What the command wrote meanwhile is taken. */
    private void makeRoom(Output out) throws CommandException, InterruptedException {
        input.give(buffer, false);
        for (CommandEvent event = events.poll(); event != null; event = events.poll()) {
            handle(event, out);
        }
        if (free.isEmpty() && buffers < MOST_BUFFERS) {
            buffers++;
            free.add(new CommandBuffer());
        }
        while (free.isEmpty()) {
            handle(next(), out);
        }
        buffer = free.remove();
        buffer.length = 0;
    }

    /** Tells it that there is no more, takes all that it writes, and waits for its end. */
    void finish(Output out) throws CommandException, InterruptedException {
        boolean empty = buffer.length == 0;
        input.give(buffer, true);
        while (ended < STREAMS_WRITTEN) {
            handle(next(), out);
        }
        try {
            lines.end(out);
        } catch (CommandException tooLong) {
            throw failure("wrote " + tooLong.getMessage());
        }
        int exitCode = exitCode();
        if (exitCode != 0) {
            throw badEnd(exitCode);
        }
        if (!empty) {
            checkAllIsRead(out);
        }
        String trouble = errors.addTo(out.task());
        if (!trouble.isEmpty()) {
            throw failure("is not understood: " + trouble);
        }
    }

    /** It has ended; what is in the pipe now, or still waits for room there, nobody will read. */
    private void checkAllIsRead(Output out) throws CommandException, InterruptedException {
        if (unread.isUntouched()) {
            throw failure(UNREAD);
        }
        while (true) {
            boolean exactly = allWritten;
            int bytes = unread.bytes();
            if (bytes > 0) {
                throw failure(UNREAD + " (" + (exactly ? "" : "at least ") + bytes
                        + (bytes == 1 ? " byte was left)" : " bytes were left)"));
            }
            if (exactly) {
                return;
            }
            CommandEvent event = next(LOOK_AGAIN_MILLIS);
            if (event != null) {
                handle(event, out);
            }
        }
    }

    private CommandEvent next() throws InterruptedException {
        return Objects.requireNonNull(next(Long.MAX_VALUE));
    }

    private @Nullable CommandEvent next(long millis) throws InterruptedException {
        try {
            return events.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stop) {
            close();
            throw stop;
        }
    }

    private int exitCode() throws InterruptedException {
        try {
            return process.waitFor();
        } catch (InterruptedException stop) {
            close();
            throw stop;
        }
    }

    private void handle(CommandEvent event, Output out) throws CommandException, InterruptedException {
        if (event instanceof CommandEvent.Wrote wrote) {
            try {
                lines.add(wrote.buffer().bytes, wrote.buffer().length, out);
            } catch (CommandException tooLong) {
                throw failure("wrote " + tooLong.getMessage());
            }
            output.reuse(wrote.buffer());
        } else if (event instanceof CommandEvent.Took took) {
            free.add(took.buffer());
        } else if (event instanceof CommandEvent.AllWritten) {
            allWritten = true;
        } else if (event instanceof CommandEvent.Ended) {
            ended++;
        } else if (event instanceof CommandEvent.ClosedInput) {
            throw closedInput();
        } else if (event instanceof CommandEvent.Unreadable unreadable) {
            throw failure("cannot be heard: " + unreadable.cause().getMessage());
        }
    }

    /** It usually is about to end; how it does tells more. */
    private CommandException closedInput() throws InterruptedException {
        output.drop();
        for (CommandEvent event = events.poll(); event != null; event = events.poll()) {
            if (event instanceof CommandEvent.Wrote wrote) {
                output.reuse(wrote.buffer());
            }
        }
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                return failure("closed its input before it had read all of it");
            }
        } catch (InterruptedException stop) {
            close();
            throw stop;
        }
        int exitCode = process.exitValue();
        return exitCode == 0 ? failure(UNREAD) : badEnd(exitCode);
    }

    private CommandException badEnd(int exitCode) throws InterruptedException {
        String signal = Signals.name(exitCode - 128);
        LivingCommands.outliveEnd(!signal.isEmpty());
        return failure(
                signal.isEmpty()
                        ? "ended with exit code " + exitCode
                        : "was killed by " + signal + " (exit code " + exitCode + ")");
    }

    /** What it did, with its last words. Their end is waited for, but not long: those it left behind may keep them open. */
    private CommandException failure(String story) throws InterruptedException {
        threads.get(2).join(process.isAlive() ? 1 : TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
        String words = log.lastLines();
        String place = log.place();
        return new CommandException(name + subject + " " + story
                + (words.isEmpty() ? ", and said nothing on stderr" : "; last lines of stderr: " + words)
                + (place.isEmpty() ? "" : " (" + place + ")"));
    }

    /** Ends it, and all that descend from it, if it has not ended. */
    @Override
    public void close() {
        LivingCommands.end(process);
        unread.close();
        threads.forEach(Thread::interrupt);
    }
}
