package dev.mr.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One process that a soak started, and what is done to it. */
final class Member {
    /** Exit code of a process that kill -9 ended. */
    static final int KILLED = 137;

    /** Exit code of a program that ended since SIGTERM told it to. */
    static final int TERMINATED = 143;

    private final String name;
    private final Process process;
    private final Path words;
    private final Path output;
    private final Set<String> said = new HashSet<>();
    private boolean killed;
    private boolean told;
    private boolean paused;
    private boolean starved;
    private long wakeNanos;

    /** {@code words} is the file that has its standard error, {@code output} that of its standard output. */
    Member(String name, Process process, Path words, Path output) {
        this.name = name;
        this.process = process;
        this.words = words;
        this.output = output;
    }

    /** Its number in its job and what it is, such as {@code 3-worker}. */
    String name() {
        return name;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isPaused() {
        return paused && isAlive();
    }

    /** Whether kill -9 ended it, and not itself just before. */
    boolean wasKilled() {
        return killed && process.exitValue() == KILLED;
    }

    /** Whether it ended since it was told to. */
    boolean wasToldToEnd() {
        return told && process.exitValue() == TERMINATED;
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Notes that the disk was full in its time. */
    void starve() {
        starved = true;
    }

    boolean isStarved() {
        return starved;
    }

    /** Whether it has said this. */
    boolean hasSaid(String phrase) {
        try {
            return said.contains(phrase) || (contains(phrase) && said.add(phrase));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private boolean contains(String phrase) throws IOException {
        return new String(Files.readAllBytes(words), StandardCharsets.UTF_8).contains(phrase);
    }

    /** What it wrote to standard output, without the end of the line. */
    String answer() throws IOException {
        return Files.readString(output).strip();
    }

    /** How it ended and where it said why. */
    String obituary() {
        return name + " ended with exit code " + exitCode() + ", see " + words;
    }

    /** kill -9; it is dead when this returns. */
    void kill() throws InterruptedException {
        killed = true;
        process.destroyForcibly();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException(name + ", process " + process.pid() + ", outlives kill -9");
        }
    }

    /** SIGTERM; it ends when it is awake. */
    void tellToEnd() throws IOException, InterruptedException {
        told = true;
        signal("-TERM");
    }

    /** SIGSTOP, until that time. */
    void pause(long untilNanos) throws IOException, InterruptedException {
        signal("-STOP");
        paused = true;
        wakeNanos = untilNanos;
    }

    /** SIGCONT when its time has come. Whether it slept until now. */
    boolean wakeAfter(long nowNanos) throws IOException, InterruptedException {
        if (!paused || nowNanos - wakeNanos < 0) {
            return false;
        }
        boolean slept = isAlive();
        wake();
        return slept;
    }

    /** SIGCONT, if it sleeps. */
    void wake() throws IOException, InterruptedException {
        if (paused) {
            paused = false;
            signal("-CONT");
        }
    }

    private void signal(String signal) throws IOException, InterruptedException {
        if (isAlive()) {
            int unused = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        }
    }
}
