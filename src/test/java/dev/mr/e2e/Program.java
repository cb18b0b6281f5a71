package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One running, or ended, program: its process is the JVM itself, since the launchers exec. */
final class Program {
    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;

    Program(String name, Process process, Path out, Path err) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String err() {
        return text(err);
    }

    String out() {
        return text(out);
    }

    /** What it said about the error it ended with: lines that begin with the program's name, and stack traces if any. */
    List<String> errorLines(String program) {
        return err().lines()
                .filter(line -> line.startsWith(program + ": ") || line.startsWith("\tat ") || line.contains("ERROR"))
                .toList();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said this on stderr, which it must do before it ends. */
    Program awaitSaying(String words) {
        Timing.await(name + " says \"" + words + "\"").until(() -> err().contains(words) || !isAlive());
        assertThat(err()).as(describe()).contains(words);
        return this;
    }

    /** Waits for its end. */
    int exitCode() {
        try {
            assertThat(process.waitFor(Timing.patience().toMillis(), TimeUnit.MILLISECONDS))
                    .as("%s has ended; %s", name, describe())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /** Waits for its end, which must be this one. */
    Program endsWith(int exitCode) {
        int found = exitCode();
        assertThat(found).as(describe()).isEqualTo(exitCode);
        return this;
    }

    /** kill -9; it is dead when this returns. */
    void kill() {
        process.destroyForcibly();
        exitCode();
    }

    /** Sends INT, TERM, STOP or CONT. */
    void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(kill.waitFor())
                    .as("kill -%s of %s: %s", signal, name, said)
                    .isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Its name and all it said on stderr but the tasks it did, of which there may be hundreds. */
    String describe() {
        return err().lines()
                .filter(line -> !line.contains(" done: "))
                .collect(Collectors.joining("\n  | ", name + " (pid " + pid() + ") said:\n  | ", "\n"));
    }
}
