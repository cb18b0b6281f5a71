package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a start may load, counted: a quick one maps the classes that packaging has recorded, and never loads Flyway. */
final class QuickStartIT {
    @RegisterExtension
    private final Processes processes = new Processes();

    @TempDir
    private Path room;

    @ParameterizedTest
    @ValueSource(strings = {"MR_CHUNK_OPTS mr-chunk", "MR_DRIVER_OPTS mr-driver", "MR_WORKER_OPTS mr-worker"})
    void every_program_is_started_with_an_archive_that_the_jvm_takes(String names) {
        String[] both = names.split(" ", 2);
        Program program =
                processes.start(room, both[1], Map.of(both[0], "-Xshare:on " + archive(both[1])), List.of("--version"));
        program.endsWith(0);
        assertThat(program.err()).isEmpty();
    }

    @Test
    void a_job_maps_nearly_all_its_classes_and_loads_none_of_flyway_or_logback() throws IOException {
        Path input = Files.writeString(room.resolve("input.txt"), "a word or two");
        Path driverLog = room.resolve("driver.classes");
        Path workerLog = room.resolve("worker.classes");
        processes
                .start(
                        room,
                        "mr-driver",
                        Map.of("MR_DRIVER_OPTS", loads(driverLog), "MR_WORKER_OPTS", loads(workerLog)),
                        List.of("start", "--dir", "job", "--inputs", input.toString(), "--local-workers", "1"))
                .endsWith(0);
        for (Path log : List.of(driverLog, workerLog)) {
            List<String> loaded = Files.readAllLines(log);
            assertThat(loaded)
                    .noneMatch(line -> line.contains("org.flywaydb"))
                    .noneMatch(line -> line.contains("ch.qos.logback"))
                    .noneMatch(line -> line.contains("netty.channel.epoll.Native "));
            // Not those of picocli, which are of a format too old to be kept on every JDK, nor those made at run time.
            assertThat(loaded.stream().filter(line -> line.contains("dev.mr.") && line.contains("mr.jar")))
                    .as("classes of ours that were read from their jar")
                    .hasSizeLessThan(10);
        }
        assertThat(Files.readAllLines(workerLog))
                .as("a driver's own worker reads its options itself")
                .noneMatch(line -> line.contains("picocli"));
    }

    @Test
    void an_archive_that_does_not_fit_is_passed_over_without_a_word() throws IOException {
        Map<String, String> environment = ClassArchive.environment(); // makes the archive where packaging has not
        Path other = Files.createDirectories(room.resolve("tree/tools"));
        for (String tool : List.of("launch.sh", "mr-driver")) {
            Files.copy(Path.of("tools", tool), other.resolve(tool), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path target = Path.of("target").toAbsolutePath();
        Path copy = room.resolve("tree/target");
        try (Stream<Path> tree = Files.walk(target.resolve("lib"))) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                Files.copy(file, Files.createDirectories(copy).resolve(target.relativize(file)));
            }
        }
        Files.copy(target.resolve("mr.jar"), copy.resolve("mr.jar"));
        Path archives =
                Path.of("class-archives", Integer.toString(Runtime.version().feature()), "mr-driver.jsa");
        Files.createDirectories(copy.resolve(archives).getParent());
        Files.copy(target.resolve(archives), copy.resolve(archives));
        ProcessBuilder builder = new ProcessBuilder(other.resolve("mr-driver").toString(), "--version");
        builder.environment().putAll(environment);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path said = room.resolve("said");
        Process moved =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(moved.onExit().join().exitValue()).isZero();
        assertThat(Files.readString(said)).matches("mr-driver [0-9.]+\n");
    }

    private static String archive(String program) {
        return "-XX:SharedArchiveFile="
                + Path.of(
                                "target",
                                "class-archives",
                                Integer.toString(Runtime.version().feature()),
                                program + ".jsa")
                        .toAbsolutePath();
    }

    private static String loads(Path log) {
        return "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + log;
    }
}
