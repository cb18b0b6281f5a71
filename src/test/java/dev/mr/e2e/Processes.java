package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The processes of one test. After it none may be left: those it started and those they started have ended by themselves, or
 * they are killed, by pid, and the test fails. Threads of a test may share it.
 */
final class Processes implements AfterEachCallback {
    private static final Path TOOLS = Path.of("tools").toAbsolutePath();

    private final List<Program> started = new CopyOnWriteArrayList<>();
    private final List<Path> rooms = new CopyOnWriteArrayList<>();

    /** Starts {@code mr-driver} or {@code mr-worker}; {@code room} is a folder that all its command lines name. */
    Program start(Path room, String program, Map<String, String> environment, List<String> arguments) {
        return startUnder(List.of(), room, program, environment, arguments);
    }

    /** Likewise, as the child of a tracer: what its command line begins with. The program is then the tracer. */
    Program startUnder(
            List<String> tracer, Path room, String program, Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(tracer);
        // A test run in the background ignores SIGINT, and its children would inherit that.
        command.addAll(
                List.of("env", "--default-signal=INT", TOOLS.resolve(program).toString()));
        command.addAll(arguments);
        return run(room, program, environment, command);
    }

    /** Starts a main class of the test tree, in a JVM like the driver's. */
    Program startClass(Path room, String mainClass, List<String> arguments) {
        return startClass(room, List.of(), mainClass, arguments);
    }

    /** Likewise, with more options for the JVM. */
    Program startClass(Path room, List<String> options, String mainClass, List<String> arguments) {
        return startClassUnder(List.of(), room, options, mainClass, arguments);
    }

    /** Likewise, as the child of a tracer. */
    Program startClassUnder(
            List<String> tracer, Path room, List<String> options, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(tracer);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                ClassArchive.classPath() + File.pathSeparator + System.getProperty("java.class.path")));
        command.addAll(tracer.size() + 1, ClassArchive.driverOptions());
        command.addAll(options);
        command.add(mainClass);
        command.addAll(arguments);
        return run(room, mainClass.substring(mainClass.lastIndexOf('.') + 1), Map.of(), command);
    }

    private synchronized Program run(Path room, String name, Map<String, String> environment, List<String> command) {
        String label = (started.size() + 1) + "-" + name;
        Path out = room.resolve(label + ".out");
        Path err = room.resolve(label + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(room.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(ClassArchive.environment());
        builder.environment().putAll(environment);
        try {
            Program program = new Program(label, builder.start(), out, err);
            started.add(program);
            if (!rooms.contains(room)) {
                rooms.add(room);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        boolean failed = context.getExecutionException().isPresent();
        if (failed) {
            started.forEach(program -> System.err.println(program.describe()));
        } else {
            awaitNobody();
        }
        List<String> leaked = new ArrayList<>();
        for (ProcessHandle left : left()) {
            leaked.add(left.pid() + " " + commandLine(left).orElse(""));
            left.destroyForcibly();
            left.onExit().join();
        }
        started.clear();
        rooms.clear();
        if (!failed) {
            assertThat(leaked).as("processes the test left behind").isEmpty();
        }
    }

    private void awaitNobody() {
        try {
            Timing.await("all processes end").until(() -> left().isEmpty());
        } catch (ConditionTimeoutException somebodyStays) {
            started.stream()
                    .filter(Program::isAlive)
                    .forEach(program -> System.err.println("still alive: " + program.describe()));
        }
    }

    private List<ProcessHandle> left() {
        List<ProcessHandle> left = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> commandLine(process)
                        .filter(line -> rooms.stream().anyMatch(room -> line.contains(room.toString())))
                        .isPresent())
                .forEach(left::add);
        return left;
    }

    /** Whole, where the system tells; zombies have none. */
    private static Optional<String> commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Files.exists(Path.of("/proc/self/cmdline"))
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' '))
                    : process.info().commandLine();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
