package dev.mr.e2e;

import dev.mr.shuffle.RandomText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** A word count in a directory of its own, with the programs that drive and do it. */
final class TestJob {
    private final Processes processes;
    private final Path room;
    private final Path dir;
    private final List<Path> inputs = new ArrayList<>();
    private final int mapTasks;
    private final int reduceTasks;
    private final List<String> moreOptions;

    /** Job options beyond the numbers of tasks go into {@code moreOptions}. */
    TestJob(Processes processes, Path room, int mapTasks, int reduceTasks, String... moreOptions) {
        this(processes, room, room.resolve("job"), mapTasks, reduceTasks, moreOptions);
    }

    /** In another place than {@code room/job}. */
    TestJob(Processes processes, Path room, Path dir, int mapTasks, int reduceTasks, String... moreOptions) {
        this.processes = processes;
        this.room = room;
        this.dir = dir;
        this.mapTasks = mapTasks;
        this.reduceTasks = reduceTasks;
        this.moreOptions = List.of(moreOptions);
    }

    /** Adds an input of about so many bytes of prose. */
    TestJob over(long seed, int bytes) {
        return over(RandomText.prose(new Random(seed), bytes));
    }

    /** Adds an input of these bytes. */
    TestJob over(byte[] text) {
        try {
            inputs.add(Files.write(room.resolve("input-" + inputs.size() + ".txt"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Adds an input that is there already. */
    TestJob over(Path input) {
        inputs.add(input);
        return this;
    }

    Path dir() {
        return dir;
    }

    Path room() {
        return room;
    }

    List<Path> inputs() {
        return inputs;
    }

    int mapTasks() {
        return mapTasks;
    }

    int reduceTasks() {
        return reduceTasks;
    }

    /** What the names of its output files begin with. */
    String outputPrefix() {
        int option = moreOptions.indexOf("--output-prefix");
        return option < 0 ? "out-" : moreOptions.get(option + 1);
    }

    JobRecord record() {
        return new JobRecord(stateDirectory().resolve("job.db"));
    }

    /** Where its database and its driver's lock lie. */
    Path stateDirectory() {
        int option = moreOptions.indexOf("--state-dir");
        return option < 0 ? dir.resolve(".mr") : Path.of(moreOptions.get(option + 1));
    }

    List<String> jobArguments() {
        return Stream.of(
                        Stream.of("--inputs"),
                        inputs.stream().map(Path::toString),
                        Stream.of("--map-tasks", "" + mapTasks, "--reduce-tasks", "" + reduceTasks),
                        moreOptions.stream())
                .flatMap(some -> some)
                .toList();
    }

    Program start(String... runOptions) {
        return driver(Map.of(), startArguments(runOptions));
    }

    /** With workers of its own that are slow. */
    Program startSlowly(String... runOptions) {
        return driver(ClassArchive.slowWorkers(), startArguments(runOptions));
    }

    private List<String> startArguments(String... runOptions) {
        List<String> arguments = new ArrayList<>(List.of("start", "--dir", dir.toString()));
        arguments.addAll(jobArguments());
        arguments.addAll(List.of(runOptions));
        return arguments;
    }

    Program resume(String... options) {
        List<String> arguments = new ArrayList<>(List.of("resume", "--dir", dir.toString()));
        arguments.addAll(List.of(options));
        return driver(Map.of(), arguments);
    }

    /** A resume as the child of a tracer. */
    Program resumeUnder(List<String> tracer, String... options) {
        List<String> arguments = new ArrayList<>(List.of("resume", "--dir", dir.toString()));
        arguments.addAll(List.of(options));
        return processes.startUnder(tracer, room, "mr-driver", Map.of(), arguments);
    }

    /** A start as the child of a tracer. */
    Program startUnder(List<String> tracer) {
        return processes.startUnder(tracer, room, "mr-driver", Map.of(), startArguments());
    }

    /** A worker as the child of a tracer. */
    Program workerUnder(List<String> tracer) {
        return processes.startUnder(tracer, room, "mr-worker", Map.of(), List.of("--dir", dir.toString()));
    }

    /** {@code mr-driver} with just these arguments. */
    Program driver(Map<String, String> environment, List<String> arguments) {
        return processes.start(room, "mr-driver", environment, arguments);
    }

    /** A class of the test tree with this job's directory and options as its arguments. */
    Program startClass(String mainClass, String... first) {
        return startClassUnder(List.of(), List.of(), mainClass, first);
    }

    /** Likewise, with more options for the JVM. */
    Program startClass(List<String> options, String mainClass, String... first) {
        return startClassUnder(List.of(), options, mainClass, first);
    }

    /** Likewise, as the child of a tracer. */
    Program startClassUnder(List<String> tracer, List<String> options, String mainClass, String... first) {
        List<String> arguments = new ArrayList<>(List.of(first));
        arguments.add(dir.toString());
        arguments.addAll(List.of("" + mapTasks, "" + reduceTasks));
        inputs.forEach(input -> arguments.add(input.toString()));
        return processes.startClassUnder(tracer, room, options, mainClass, arguments);
    }

    Program worker(String... options) {
        return worker(Map.of(), options);
    }

    Program slowWorker(String... options) {
        return worker(ClassArchive.slowWorkers(), options);
    }

    private Program worker(Map<String, String> environment, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--dir", dir.toString()));
        arguments.addAll(List.of(options));
        return workerAnywhere(environment, arguments);
    }

    /** {@code mr-worker} with just these arguments. */
    Program workerAnywhere(Map<String, String> environment, List<String> arguments) {
        return processes.start(room, "mr-worker", environment, arguments);
    }

    /** Resumes with workers of the driver's own, to the good end that every interrupted job must come to. */
    Program resumeToTheEnd() {
        return resume("--local-workers", "1").endsWith(0);
    }

    /** Waits until a living driver's job has a row, or as many as wanted. */
    void await(long atLeast, String from) {
        Timing.await(atLeast + " of " + from).until(() -> record().exists() && countNow(from) >= atLeast);
    }

    void awaitCommits(long atLeast) {
        await(atLeast, "task WHERE state = 'COMMITTED'");
    }

    /** A database that is just being made has no tables yet. */
    private long countNow(String from) {
        try {
            return record().count(from);
        } catch (IllegalStateException notYet) {
            return 0;
        }
    }
}
