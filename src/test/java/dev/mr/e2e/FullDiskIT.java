package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job on a disk that is really full: a small tmpfs, which only root may mount. */
@Tag("long")
class FullDiskIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private Path disk = Path.of("disk");

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(room.resolve("disk"));
        String refusal = SmallDisk.mount(disk);
        if (!refusal.isEmpty()) {
            System.err.println("SKIPPED, a tmpfs cannot be mounted here: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
    }

    @AfterEach
    void unmount() throws Exception {
        SmallDisk.unmount(disk);
    }

    @Test
    void a_job_that_fills_the_disk_stops_with_one_line_and_resumes_when_there_is_room() throws Exception {
        TestJob job = new TestJob(processes, room, disk.resolve("job"), 12, 3).over(67, 4 << 20);
        Path ballast = Files.write(disk.resolve("ballast"), new byte[13 << 20]);

        Program driver = job.start("--local-workers", "2").endsWith(4);
        assertThat(driver.errorLines("mr-driver")).as(driver.describe()).hasSize(1);
        assertThat(disk.resolve("job/out")).doesNotExist();
        Files.delete(ballast);
        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }

    @Test
    void a_disk_that_is_filled_to_the_last_byte_under_a_running_job_loses_nothing() throws Exception {
        TestJob job = new TestJob(processes, room, disk.resolve("job"), 12, 3).over(71, 3 << 20);
        Program driver = job.startSlowly("--local-workers", "1");
        job.awaitCommits(2);
        Path ballast = disk.resolve("ballast");
        String full = SmallDisk.fill(ballast);
        assertThat(full).contains("No space left on device");

        driver.endsWith(4);
        assertThat(driver.errorLines("mr-driver")).as(driver.describe()).hasSize(1);
        assertThat(disk.resolve("job/out")).doesNotExist();
        Files.delete(ballast);
        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
    }
}
