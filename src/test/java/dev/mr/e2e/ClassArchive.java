package dev.mr.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes programs start quickly: these tests start some four hundred processes, and nearly all of them live for a second.
 * The launchers find the classes that packaging has recorded; for another JDK than packaging's they are recorded here.
 */
final class ClassArchive {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path ARCHIVES = TARGET.resolve(
            Path.of("class-archives", Integer.toString(Runtime.version().feature())));

    /** The optimizing compiler only costs so short a life. */
    private static final String BRIEF = "-XX:TieredStopAtLevel=1";

    private static final String WORKER = "MR_WORKER_OPTS";
    private static final Map<String, String> ENVIRONMENT = record();

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
        return Map.of(WORKER, "-Xint");
    }

    /** What a launcher has on its class path; an archive serves any class path that begins like its own. */
    static String classPath() {
        try (Stream<Path> jars = Files.list(TARGET.resolve("lib"))) {
            return Stream.concat(Stream.of(TARGET.resolve("mr.jar")), jars.sorted())
                    .map(Path::toString)
                    .filter(jar -> jar.endsWith(".jar"))
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What makes a JVM start as quickly that has more than {@link #classPath} on its class path. */
    static List<String> driverOptions() {
        return List.of("-Xlog:disable", "-XX:SharedArchiveFile=" + ARCHIVES.resolve("mr-driver.jsa"));
    }

    private static Map<String, String> record() {
        if (!Files.isDirectory(ARCHIVES)) {
            try {
                ProcessBuilder builder = new ProcessBuilder(
                                TARGET.resolveSibling("tools/class-archives.sh").toString())
                        .inheritIO();
                builder.environment().put("MR_JAVA_HOME", System.getProperty("java.home"));
                int unused = builder.start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Map.of("MR_DRIVER_OPTS", BRIEF, WORKER, BRIEF);
    }
}
