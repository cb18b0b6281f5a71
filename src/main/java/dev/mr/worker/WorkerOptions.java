package dev.mr.worker;

import dev.mr.files.JobDirectory;
import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.Tls;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one worker works.
 *
 * @param directory the job directory, where it finds its driver and token; null with {@code endpoint}
 * @param endpoint a driver named by hand; null to look in the directory
 * @param label the user's name for the worker
 * @param slots how many tasks it works on at once
 * @param silence a driver that says nothing for so long is lost
 * @param stay stay for the next job when the last one has ended
 * @param reconnectFor how long to work on and look for the driver when the stream ends; zero to end then
 * @param tls what it shows to drivers and whom it trusts; null to speak without TLS
 */
public record WorkerOptions(
        @Nullable JobDirectory directory,
        @Nullable Endpoint endpoint,
        String label,
        int slots,
        Duration silence,
        boolean stay,
        Duration reconnectFor,
        @Nullable Tls tls) {

    /** Of a worker that ends with its stream, and speaks without TLS. */
    public WorkerOptions(
            @Nullable JobDirectory directory,
            @Nullable Endpoint endpoint,
            String label,
            int slots,
            Duration silence,
            boolean stay) {
        this(directory, endpoint, label, slots, silence, stay, Duration.ZERO, null);
    }

    /** A driver's address, and the file with its token. */
    public record Endpoint(DriverAddress address, Path tokenFile) {
        public Endpoint(String host, int port, Path tokenFile) {
            this(DriverAddress.of(host, port), tokenFile);
        }
    }
}
