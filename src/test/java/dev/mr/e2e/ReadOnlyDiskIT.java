package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job whose file system the kernel makes read-only under it, as it does when the disk has errors. Only root can. */
@Tag("long")
class ReadOnlyDiskIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void a_disk_that_becomes_read_only_stops_the_job_with_one_line_and_costs_no_commit() throws Exception {
        String refusal = LoopDisk.refusal(LoopDisk.Kind.EXT4, room);
        if (!refusal.isEmpty()) {
            System.out.println("SKIPPED, no disk becomes read-only: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        try (LoopDisk disk = LoopDisk.mount(LoopDisk.Kind.EXT4, room.resolve("loop"))) {
            Path directory = disk.root().resolve("job");
            TestJob job = new TestJob(processes, room, directory, 12, 3, "--durability", "power").over(73, 3 << 20);
            Program driver = job.startSlowly("--local-workers", "1");
            job.awaitCommits(2);

            disk.becomeReadOnly();

            driver.endsWith(4);
            assertThat(driver.errorLines("mr-driver")).as(driver.describe()).hasSize(1);
            Program refused = job.resume("--local-workers", "1").endsWith(4);
            assertThat(refused.errorLines("mr-driver"))
                    .as(refused.describe())
                    .singleElement()
                    .asString()
                    .contains("Read-only file system; make the file system writable");
            disk.comeBack();
            job.resumeToTheEnd();
            assertThatJob(job).endedAsIfNothingHadHappened().neverRanACommittedTaskAgain();
        }
    }
}
