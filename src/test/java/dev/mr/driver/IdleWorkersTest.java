package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import dev.mr.job.Change;
import dev.mr.rpc.DriverConnection;
import dev.mr.rpc.InProcessDriverAddress;
import dev.mr.rpc.Token;
import dev.mr.rpc.WorkFiles;
import dev.mr.store.ForwardingStore;
import dev.mr.store.JobStore;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many workers that have nothing to do and say so: what that costs the database is nothing. */
class IdleWorkersTest extends JobSiteTest {
    private static final int WORKERS = Integer.getInteger("mr.test.idle.workers", 100);
    private static final int BEATS = Integer.getInteger("mr.test.idle.beats", 20);

    /** Where to write how much a heartbeat costs, in microseconds of processor time at both ends together; nowhere if empty. */
    private static final String REPORT = System.getProperty("mr.test.idle.report", "");

    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger joined = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();

    private Site site() {
        return job.site(Steps.withoutCrash()).withStores(store -> new ForwardingStore(store) {
            @Override
            public void commit(long epoch, long wallMillis, List<Change> changes) throws JobStore.SupersededException {
                commits.incrementAndGet();
                super.commit(epoch, wallMillis, changes);
            }
        });
    }

    private DriverConnection worker(InProcessDriverAddress address, Token token, int number) {
        DriverConnection connection =
                new DriverConnection(address, token, new NoFiles(), new DriverConnection.Listener() {
                    @Override
                    public void said(DriverMessage message) {
                        (message instanceof DriverMessage.Welcome ? joined : heard).incrementAndGet();
                    }

                    @Override
                    public void closed(DriverConnection.End end, String reason) {}
                });
        connection.send(new WorkerMessage.Hello("w" + number, "alpha", number, 1, "1.2.3", 0, ""));
        return connection;
    }

    /** These messages are small. */
    private static final class NoFiles implements WorkFiles {
        @Override
        public String save(String folder, AttemptId attempt, byte[] content) {
            throw new IllegalStateException();
        }

        @Override
        public byte[] load(String folder, String name) {
            throw new IllegalStateException();
        }
    }

    @Test
    void heartbeats_open_no_transaction() throws Exception {
        Site site = site();
        List<DriverConnection> workers = new ArrayList<>();
        try (InProcessDriverAddress address = new InProcessDriverAddress();
                DriverRun run =
                        new DriverRun(site, new RunOptions(address, 0, List.of(), OptionalLong.empty()), job.voice())) {
            CompletableFuture<DriverRun.Outcome> ended = CompletableFuture.supplyAsync(() -> resume(site, run));
            await().until(() -> job.said.stream().anyMatch(line -> line.startsWith("driver ")));
            Token token = new TokenFile(job.directory, site.files()).readOrMake(site);
            for (int i = 0; i < WORKERS; i++) {
                workers.add(worker(address, token, i));
            }
            await().until(() -> joined.get() == WORKERS);
            int before = commits.get();
            long begin = cpuNanos();
            for (int beat = 1; beat <= BEATS; beat++) {
                for (DriverConnection worker : workers) {
                    worker.send(new WorkerMessage.Heartbeat(beat, List.of()));
                }
                int all = beat * WORKERS;
                await().until(() -> heard.get() == all);
            }
            long nanos = cpuNanos() - begin;
            assertThat(commits.get() - before).isZero();
            if (!REPORT.isEmpty()) {
                Files.writeString(Path.of(REPORT), nanos / 1000 / WORKERS / BEATS + "\n");
            }
            run.stop();
            ended.join();
            workers.forEach(DriverConnection::close);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private DriverRun.Outcome resume(Site site, DriverRun run) {
        try {
            return new JobResume(site, job.voice()).run(new JobResume.Request(Map.of(), List.of(), false), run);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
