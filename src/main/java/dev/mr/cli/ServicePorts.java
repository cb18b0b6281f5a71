package dev.mr.cli;

import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.SystemTime;
import dev.mr.task.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the commands that speak to a service need of the world. */
record ServicePorts(
        ServiceClient.Factory clients, SettingSources sources, FileSystem files, TimeSource time, Pause pause) {
    /** Lets time pass. */
    interface Pause {
        void of(Duration time);
    }

    static ServicePorts ofThisProcess() {
        return new ServicePorts(
                RemoteService::new,
                SettingSources.ofThisProcess(),
                new LocalFileSystem(),
                new SystemTime(),
                ServicePorts::pause);
    }

    private static void pause(Duration time) {
        try {
            if (new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this down");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
