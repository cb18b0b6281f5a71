package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mr.job.JobProgress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes of the driver's own; here each is a script that notes that it ran and ends. */
class LocalWorkersTest {
    @TempDir
    Path root;

    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private final Voice voice = new Voice() {
        @Override
        public void info(String line) {}

        @Override
        public void warn(String line) {
            warnings.add(line);
        }

        @Override
        public void progress(JobProgress progress) {}
    };

    private long runs() {
        try {
            Path noted = root.resolve("runs");
            return Files.exists(noted) ? Files.readAllLines(noted).size() : 0;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void a_worker_that_cannot_be_started_for_a_while_is_tried_until_it_can_and_warned_of_once() throws Exception {
        Path program =
                Files.writeString(root.resolve("worker"), "#!/bin/sh\necho \"$@\" >>" + root.resolve("runs") + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        RunOptions options = new RunOptions(
                new InetSocketAddress("localhost", 0), 1, List.of(program.toString()), OptionalLong.empty());
        try (LocalWorkers workers = new LocalWorkers(options, root, voice)) {
            workers.start();
            await().until(() -> runs() >= 2);

            Path away = Files.move(program, root.resolve("away"));
            await().until(() -> !warnings.isEmpty());
            Files.move(away, program);

            long before = runs();
            await().until(() -> runs() >= before + 2);
        }
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("local worker 1 cannot be started again", "it is tried until it can");
        assertThat(Files.readAllLines(root.resolve("runs"))).containsOnly("--id local-1");
    }

    @Test
    void workers_that_were_hurried_are_not_started_twice_and_are_ended_at_once_when_nobody_drives() throws Exception {
        Path program = Files.writeString(
                root.resolve("worker"), "#!/bin/sh\necho \"$@\" >>" + root.resolve("runs") + "\nexec sleep 60\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        RunOptions options = new RunOptions(
                new InetSocketAddress("localhost", 0), 2, List.of(program.toString()), OptionalLong.empty());
        LocalWorkers workers = new LocalWorkers(options, root, voice);
        workers.hurry();
        workers.hurry();
        await().until(() -> runs() >= 2);

        long before = System.nanoTime();
        workers.close();

        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before)).isLessThan(5);
        assertThat(Files.readAllLines(root.resolve("runs"))).containsExactlyInAnyOrder("--id local-1", "--id local-2");
    }
}
