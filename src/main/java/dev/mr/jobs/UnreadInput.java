package dev.mr.jobs;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a command has left unread of its stdin. A writer to a pipe hears that nobody reads only with its next write; what the
 * pipe has room for, 64 KiB as a rule, vanishes in silence with a command that does not read it, and so may the whole input.
 * On Linux a pipe can be opened again through {@code /proc}: whoever has its reading end as well sees how much is in it
 * after the command has ended.
 *
 * <p>While that end is open here the writer hears nothing from the pipe, and would wait for a command that has closed its stdin
 * and lives on. So it is open only for an input that is written at once, and around the last write of any other: all writes but
 * the last fail as soon as nobody reads.
 *
 * <p>Without {@code /proc}, or where the system does not let us look, only a failed write tells. The command's stdin is locked
 * while the pipe is opened: the JDK locks it to close it when the command has ended, and to open a pipe that nobody can write to
 * would wait for ever. Thread-safe.
 */
final class UnreadInput implements Closeable {
    private static final Path OWN_STREAMS = Path.of("/proc/self/fd");

    private final OutputStream stdin;
    private final boolean untouched;
    private String pipe = "";
    private @Nullable FileInputStream end;
    private boolean closed;

    /** Of a command that has just been started, and to which nothing has been written. */
    UnreadInput(Process command) {
        stdin = command.getOutputStream();
        Path process = Path.of("/proc", Long.toString(command.pid()));
        boolean gone = false;
        synchronized (stdin) {
            try {
                Path stream = process.resolve("fd/0");
                String target = Files.readSymbolicLink(stream).toString();
                if (target.startsWith("pipe:[")) {
                    end = new FileInputStream(stream.toFile());
                    pipe = target;
                }
            } catch (IOException | SecurityException cannotBeSeen) {
                gone = hasEnded(command, process);
            }
        }
        untouched = gone;
    }

    /** Also when nobody has waited for it yet. */
    private static boolean hasEnded(Process command, Path process) {
        if (!command.isAlive()) {
            return true;
        }
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            int name = stat.lastIndexOf(") ");
            return name >= 0 && "ZX".indexOf(stat.charAt(name + 2)) >= 0;
        } catch (IOException | SecurityException cannotBeSeen) {
            return !command.isAlive();
        }
    }

    /** Whether the command had ended before anything was written: then it reads nothing of it. */
    boolean isUntouched() {
        return untouched;
    }

    /** To be called before a write that another will follow: it fails when nobody reads. */
    synchronized void lookAway() {
        try (FileInputStream open = end) {
            end = null;
        } catch (IOException nothingIsLost) {
            return;
        }
    }

    /** To be called before the last write. */
    void look() {
        synchronized (stdin) {
            synchronized (this) {
                if (closed || end != null || pipe.isEmpty()) {
                    return;
                }
                try (DirectoryStream<Path> streams = Files.newDirectoryStream(OWN_STREAMS)) {
                    for (Path stream : streams) {
                        if (end == null && isPipe(stream)) {
                            end = new FileInputStream(stream.toFile());
                        }
                    }
                } catch (IOException | SecurityException cannotBeSeen) {
                    pipe = "";
                }
            }
        }
    }

    private boolean isPipe(Path stream) {
        try {
            return Files.readSymbolicLink(stream).toString().equals(pipe);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** How many bytes have been written and not been read; 0 when that cannot be seen. */
    synchronized int bytes() {
        try {
            return end == null ? 0 : end.available();
        } catch (IOException cannotBeSeen) {
            return 0;
        }
    }

    /** A writer that waits for somebody to read fails then, unless somebody still may. */
    @Override
    public synchronized void close() {
        closed = true;
        lookAway();
    }
}
