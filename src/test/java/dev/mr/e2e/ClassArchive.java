package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The classes of the programs as the JVM keeps them for a quick start, recorded once from a tiny job: these tests start some
 * four hundred processes, and nearly all of them live for a second.
 */
final class ClassArchive {
    private static final Path TOOLS = Path.of("tools").toAbsolutePath();
    private static final Path ROOM = Path.of("target", "e2e-classes").toAbsolutePath();

    /** An archive that does not fit is not used, and the JVM does not say so on the programs' standard output. */
    private static final String QUIET = " -Xlog:disable ";

    /** The optimizing compiler only costs so short a life. */
    private static final String BRIEF = "-XX:TieredStopAtLevel=1" + QUIET;

    private static final Map<String, String> ENVIRONMENT = record();
    private static final String WORKER = "MR_WORKER_OPTS";

    private ClassArchive() {}

    /** What makes launchers start programs quickly. */
    static Map<String, String> environment() {
        return ENVIRONMENT;
    }

    /**
     * What makes workers start quickly and work slowly: the interpreter alone is some twenty times slower, so that a task lasts
     * long enough to be met.
     */
    static Map<String, String> slowWorkers() {
        return Map.of(WORKER, "-Xint" + QUIET + "-XX:SharedArchiveFile=" + archive("mr-worker"));
    }

    /** What a launcher has on its class path; an archive serves any class path that begins like its own. */
    static String classPath() {
        Path target = TOOLS.resolveSibling("target");
        return target.resolve("mr.jar") + File.pathSeparator + target.resolve("lib") + "/*";
    }

    /** What makes a JVM start as quickly that has more than {@link #classPath} on its class path. */
    static List<String> driverOptions() {
        return List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + archive("mr-driver"));
    }

    private static Map<String, String> record() {
        try {
            Files.createDirectories(ROOM);
            Path input = Files.writeString(ROOM.resolve("input.txt"), "a word or two");
            Path dir = Files.createTempDirectory(ROOM, "job");
            Process driver = recorded(
                    "mr-driver", "MR_DRIVER_OPTS", "start", "--dir", dir.toString(), "--inputs", input.toString());
            Process worker = recorded("mr-worker", WORKER, "--dir", dir.toString());
            for (Process process : List.of(driver, worker)) {
                assertThat(process.waitFor(Timing.patience().toMillis(), TimeUnit.MILLISECONDS))
                        .isTrue();
            }
            return Map.of(
                    "MR_DRIVER_OPTS",
                    BRIEF + "-XX:SharedArchiveFile=" + archive("mr-driver"),
                    WORKER,
                    BRIEF + "-XX:SharedArchiveFile=" + archive("mr-worker"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Process recorded(String program, String variable, String... arguments) throws IOException {
        Files.deleteIfExists(archive(program));
        ProcessBuilder builder = new ProcessBuilder(TOOLS.resolve(program).toString())
                .redirectErrorStream(true)
                .redirectOutput(ROOM.resolve(program + ".log").toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put(variable, BRIEF + "-XX:ArchiveClassesAtExit=" + archive(program));
        return builder.start();
    }

    private static Path archive(String program) {
        return ROOM.resolve(program + ".jsa");
    }
}
