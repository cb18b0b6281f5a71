package dev.mr.cli;

import dev.mr.driver.DriverRun;
import dev.mr.driver.OwnWorkers;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.driver.Voice;
import dev.mr.job.JobProgress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A driver's own worker as a thread of this process, which is there only while the driver is heard. */
final class OneWorker implements OwnWorkers {
    private final Path job;
    private @Nullable CompletableFuture<ProgramRun> worker;

    private OneWorker(Path job) {
        this.job = job;
    }

    /** A run of a driver that has one; what it tells people is kept in {@code said}. */
    static DriverRun run(Site site, List<String> said) {
        RunOptions options = new RunOptions(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0, List.of(), OptionalLong.of(0));
        return new DriverRun(
                site, options, keeping(said), new OneWorker(site.directory().root()));
    }

    static Voice keeping(List<String> said) {
        return new Voice() {
            @Override
            public void info(String line) {}

            @Override
            public void warn(String line) {
                said.add(line);
            }

            @Override
            public void progress(JobProgress progress) {}
        };
    }

    @Override
    public void start() {
        worker = CompletableFuture.supplyAsync(() -> Workplace.worker("--dir", job.toString(), "--id", "1"), task -> {
            Thread thread = new Thread(task, "worker of " + job);
            thread.setDaemon(true);
            thread.start();
        });
    }

    @Override
    public void dismiss() {}

    @Override
    public void close() {
        CompletableFuture<ProgramRun> started = worker;
        if (started != null) {
            started.join();
        }
    }
}
