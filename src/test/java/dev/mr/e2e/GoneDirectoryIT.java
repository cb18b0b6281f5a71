package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.LocalFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes the directory under a driver that lives. */
class GoneDirectoryIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** What is written into it meanwhile is deleted too. */
    private static void delete(Path directory) {
        Timing.await(directory + " is gone")
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    new LocalFileSystem().deleteTree(directory);
                    return true;
                });
    }

    private static void assertEndsWithOneLine(Program driver, Path directory) {
        driver.endsWith(3);
        assertThat(driver.errorLines("mr-driver"))
                .as(driver.describe())
                .singleElement()
                .asString()
                .contains(directory.toString(), " is gone", "from a backup", "start again");
    }

    @Test
    void a_driver_that_waits_for_workers_notices_and_ends() {
        TestJob job = new TestJob(processes, room, 2, 2).over(131, 10_000);
        Program driver = job.start().awaitSaying("no worker has joined");

        delete(job.dir());

        assertEndsWithOneLine(driver, job.dir());
    }

    @Test
    void a_driver_that_waits_notices_although_its_database_lies_elsewhere() {
        Path state = room.resolve("state");
        TestJob job = new TestJob(processes, room, 2, 2, "--state-dir", state.toString()).over(131, 10_000);
        Program driver = job.start().awaitSaying("no worker has joined");

        delete(job.dir());

        assertEndsWithOneLine(driver, job.dir());
    }

    @Test
    void a_driver_at_work_ends_and_so_do_its_workers() {
        TestJob job = new TestJob(processes, room, 12, 2).over(137, 2 << 20);
        Program driver = job.startSlowly("--local-workers", "1");
        job.awaitCommits(2);

        delete(job.dir());

        assertEndsWithOneLine(driver, job.dir());
    }

    @Test
    void a_service_that_has_nothing_to_do_notices_and_ends() {
        TestService service = new TestService(processes, room);
        Program driver = service.serve("--local-workers", "1").awaitSaying("listening on");

        delete(service.root());

        assertEndsWithOneLine(driver, service.root());
    }
}
