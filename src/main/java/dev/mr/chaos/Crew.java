package dev.mr.chaos;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The processes of one job: its driver, its workers, and drivers that were started by mistake. Used by one thread. */
final class Crew {
    /** What marks processes of a soak, and those that they start; its value is the folder of the job. */
    private static final String MARK = "MR_SELFTEST";

    private static final String NAP_SECONDS = "0.3";

    private final ProgramCommands programs;
    private final Path room;
    private final Path directory;
    private final List<Member> workers = new ArrayList<>();
    private final List<Member> seconds = new ArrayList<>();
    private final List<Member> everyone = new ArrayList<>();
    private @Nullable Member driver;

    /** {@code room} has the logs, and is where they work; {@code directory} is the job's. */
    Crew(ProgramCommands programs, Path room, Path directory) {
        this.programs = programs;
        this.room = room;
        this.directory = directory;
    }

    /** Makes it the driver. */
    Member drive(List<String> arguments) throws IOException {
        Member started = start("driver", programs.driver(), arguments, true);
        driver = started;
        return started;
    }

    /** Starts a driver beside the driver. */
    Member second(List<String> arguments) throws IOException {
        Member started = start("second-" + arguments.get(0), programs.driver(), arguments, true);
        seconds.add(started);
        return started;
    }

    Member worker(List<String> arguments) throws IOException {
        Member started = start("worker", programs.worker(), arguments, true);
        workers.add(started);
        return started;
    }

    /** Starts a command of the driver's program that drives nothing, or drives in one thread: at full speed. */
    Member aside(List<String> arguments) throws IOException {
        return start(arguments.get(0), programs.driver(), arguments, false);
    }

    private Member start(String what, List<String> program, List<String> arguments, boolean napping)
            throws IOException {
        List<String> command = new ArrayList<>(program);
        command.add(1, "-Djava.io.tmpdir=" + temporary());
        command.addAll(arguments);
        String name = (everyone.size() + 1) + "-" + what;
        Path words = room.resolve(name + ".err");
        Path output = room.resolve(name + ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(room.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(words.toFile());
        builder.environment().put(MARK, room.toString());
        if (napping) {
            builder.environment().put(ChaosPlan.NAP, NAP_SECONDS);
        }
        Member member = new Member(name, builder.start(), words, output);
        everyone.add(member);
        return member;
    }

    /** The folder for temporary files of all of them; they leave none. */
    Path temporary() {
        return room.resolve("tmp");
    }

    /** The driver, dead or alive; null before the first. */
    @Nullable
    Member driver() {
        return driver;
    }

    boolean isDriven() {
        return driver != null && driver.isAlive();
    }

    /** Those not yet mourned. */
    List<Member> workers() {
        return workers;
    }

    List<Member> seconds() {
        return seconds;
    }

    /** Takes out of the list those that have ended. */
    static List<Member> ended(List<Member> members) {
        List<Member> ended = new ArrayList<>();
        for (Iterator<Member> each = members.iterator(); each.hasNext(); ) {
            Member member = each.next();
            if (!member.isAlive()) {
                ended.add(member);
                each.remove();
            }
        }
        return ended;
    }

    /** Whether none of those is left that are to end with the job. */
    boolean hasGone() {
        return !isDriven() && workers.isEmpty() && seconds.isEmpty();
    }

    /** Workers that the driver started and that live. */
    List<ProcessHandle> localWorkers() {
        return driver == null
                ? List.of()
                : driver.handle().children().filter(Crew::isLocalWorker).toList();
    }

    private static boolean isLocalWorker(ProcessHandle child) {
        String whole = told(child, "cmdline").replace('\0', ' ');
        return (whole + child.info().commandLine().orElse("")).contains(" --id local-");
    }

    /** SIGCONT to those whose time has come; who of them slept until now. */
    List<Member> wakeAfter(long nowNanos) throws IOException, InterruptedException {
        List<Member> woken = new ArrayList<>();
        for (Member member : everyone) {
            if (member.wakeAfter(nowNanos)) {
                woken.add(member);
            }
        }
        return woken;
    }

    /** Notes that the disk is full. */
    void starve() {
        everyone.stream().filter(Member::isAlive).forEach(Member::starve);
    }

    void wakeAll() throws IOException, InterruptedException {
        for (Member member : everyone) {
            member.wake();
        }
    }

    boolean anyPaused() {
        return everyone.stream().anyMatch(Member::isPaused);
    }

    /** kill -9 of all that live, those that the driver started too. */
    void endAll() throws InterruptedException {
        for (Member member : everyone) {
            if (member.isAlive()) {
                member.kill();
            }
        }
        left().forEach(ProcessHandle::destroyForcibly);
    }

    /** Living processes of this crew and those that they started, also when whoever started them is gone. */
    List<ProcessHandle> left() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(
                            process -> process.pid() != ProcessHandle.current().pid())
                    .filter(this::isOurs)
                    .toList();
        }
    }

    /** By the mark that children inherit; where the system does not tell, by the job's directory on the command line. */
    private boolean isOurs(ProcessHandle process) {
        if (Files.exists(Path.of("/proc/self/environ"))) {
            return told(process, "environ").contains(MARK + "=" + room + "\0");
        }
        return process.info()
                .commandLine()
                .filter(line -> line.contains(directory.toString()))
                .isPresent();
    }

    /** What the system tells of a process; nothing of one that has ended, or is not the user's. */
    private static String told(ProcessHandle process, String file) {
        try {
            return new String(
                    Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), file)), StandardCharsets.UTF_8);
        } catch (IOException ended) {
            return "";
        }
    }
}
