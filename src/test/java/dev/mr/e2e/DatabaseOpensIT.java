package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who opens the file of the database in a driver's process, as the system saw it. */
class DatabaseOpensIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** SQLite opens no links; the JVM follows them. */
    @Test
    void nobody_but_sqlite_opens_the_database_of_a_driver_from_its_start_to_the_end_of_its_job() throws Exception {
        String refusal = CallTrace.refusal();
        if (!refusal.isEmpty()) {
            System.err.println("SKIPPED, " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        TestJob job = new TestJob(processes, room, 2, 2).over(149, 20_000);
        Path opens = room.resolve("opens");
        Program driver = job.startUnder(
                List.of("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=open,openat", "-o", opens.toString()));
        Program worker = job.worker();

        driver.endsWith(0);
        worker.endsWith(0);
        List<String> ofDatabase = Files.readAllLines(opens).stream()
                .filter(line -> line.contains("/job.db\"") || line.contains("/job.db-wal\""))
                .toList();
        assertThat(ofDatabase).hasSizeGreaterThan(2).allMatch(line -> line.contains("O_NOFOLLOW"));
        assertThat(Files.readAllLines(opens))
                .as("what the JVM opens")
                .anyMatch(line -> line.contains("/driver.lock\"") && !line.contains("O_NOFOLLOW"));
    }
}
