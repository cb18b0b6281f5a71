package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import dev.mr.cli.PredictableDriver;
import dev.mr.rpc.RawHttp2;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that get hardly any memory, or a disk that stalls. */
@Tag("long")
class StarvationIT {
    /** Longer than the lease, which is ten seconds where nobody says otherwise. */
    private static final String STALL = "12s";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private static void assertNothingWasLost(TestJob job) throws IOException {
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(job.record().rows("SELECT task, attempt, kind FROM attempt WHERE state <> 'WON'"))
                .isEmpty();
        assertThat(job.record().count("worker")).as("sessions").isEqualTo(1);
    }

    /** What the command line of a process begins with whose calls of these kinds on the file stall once. */
    private List<String> stalling(String calls, Path file) {
        return List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                room.resolve("stalled").toString(),
                "-P",
                file.toString(),
                "-e",
                "trace=" + calls,
                "-e",
                "inject=" + calls + ":delay_enter=" + STALL + ":when=1");
    }

    @ParameterizedTest
    @CsvSource({
        "worker, 'write,pwrite64,writev', attempts/m-0.1-0000000000000000/mr-0-0",
        "worker, fsync, attempts/r-0.1-0000000000000000/out-0",
        "driver, 'fdatasync,fsync', job.db-wal"
    })
    void a_disk_that_stalls_for_longer_than_a_lease_costs_time_and_no_lease(String who, String calls, String file)
            throws Exception {
        String refusal = CallTrace.refusal();
        if (!refusal.isEmpty()) {
            System.err.println("SKIPPED, " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        TestJob job = new TestJob(processes, room, 2, 2).over(163, 20_000);
        List<String> tracer = stalling(calls, job.dir().resolve(".mr").resolve(file));

        Program driver = job.startClassUnder(
                who.equals("driver") ? tracer : List.of(), List.of(), PredictableDriver.class.getName(), "start");
        Program worker = who.equals("worker") ? job.workerUnder(tracer) : job.worker();

        driver.endsWith(0);
        worker.endsWith(0);
        assertThat(Files.readString(room.resolve("stalled"))).contains("(DELAYED)");
        assertNothingWasLost(job);
    }

    /** Of those who connect each takes some of it; they stay until it is gone. */
    @Test
    void a_driver_whose_heap_fills_up_in_the_middle_of_its_job_dies_at_once_and_is_resumed() throws Exception {
        TestJob job = new TestJob(processes, room, 12, 2).over(167, 2 << 20);
        List<String> arguments =
                new ArrayList<>(List.of("start", "--dir", job.dir().toString()));
        arguments.addAll(job.jobArguments());
        Program driver = job.driver(Map.of("MR_DRIVER_OPTS", "-Xmx10m -XX:TieredStopAtLevel=1"), arguments);
        Program worker = job.slowWorker();
        job.awaitCommits(2);
        List<String> noted = job.record().commits();

        crowd(job, driver);

        driver.endsWith(137);
        worker.endsWith(9);
        job.resumeToTheEnd();
        assertThatJob(job).endedAsIfNothingHadHappened().kept(noted).neverRanACommittedTaskAgain();
    }

    private static void crowd(TestJob job, Program driver) throws IOException {
        String address = JsonParser.parseString(Files.readString(job.dir().resolve(".mr/driver.json")))
                .getAsJsonObject()
                .get("address")
                .getAsString();
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        List<Socket> crowd = new ArrayList<>();
        try {
            while (driver.isAlive() && crowd.size() < 5_000) {
                Socket one = new Socket(InetAddress.getLoopbackAddress(), port);
                crowd.add(one);
                one.getOutputStream().write(RawHttp2.hello());
            }
            Timing.await("the driver has died").until(() -> !driver.isAlive());
        } catch (SocketException refused) {
            assertThat(refused).hasMessageMatching(".*(refused|reset|Broken pipe).*");
        } finally {
            for (Socket one : crowd) {
                one.close();
            }
        }
    }
}
