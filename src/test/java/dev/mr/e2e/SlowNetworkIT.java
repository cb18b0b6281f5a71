package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.DriverFile;
import dev.mr.files.LocalFileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers behind a network that is slow and loses much. */
@Tag("long")
class SlowNetworkIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void a_network_that_loses_a_third_of_its_packets_costs_time_and_no_lease() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        TestJob job = new TestJob(processes, room, 6, 2, "--lease", "10s", "--heartbeat", "500ms").over(seed, 200_000);
        Program driver = job.start().awaitSaying("listening on");
        String address = DriverFile.read(job.dir().resolve(".mr/driver.json"), new LocalFileSystem())
                .orElseThrow()
                .address();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));

        try (SlowNetwork network = new SlowNetwork(port, seed)) {
            List<String> way = List.of(
                    "--driver",
                    network.address(),
                    "--token-file",
                    job.dir().resolve(".mr/token").toString());
            List<Program> workers = List.of(job.workerAnywhere(Map.of(), way), job.workerAnywhere(Map.of(), way));

            driver.endsWith(0);
            workers.forEach(worker -> worker.endsWith(0));
            assertThat(network.lost()).as("packets that were lost").isGreaterThan(5);
        }
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().rows("SELECT task, attempt, kind FROM attempt WHERE state <> 'WON'"))
                .isEmpty();
        assertThat(job.record().count("worker")).as("sessions").isEqualTo(2);
    }
}
