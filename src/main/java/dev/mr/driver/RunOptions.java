package dev.mr.driver;

import dev.mr.rpc.DriverAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;

/**
 * What belongs to one run of a driver and is not stored.
 *
 * @param localWorkers how many worker processes to start, 0 for none
 * @param workerCommand how to start one; the label is appended as {@code --id LABEL}
 * @param minFreeBytes {@code --min-free}; absent for the default
 */
public record RunOptions(
        DriverAddress listen, int localWorkers, List<String> workerCommand, OptionalLong minFreeBytes) {
    public RunOptions(
            InetSocketAddress listen, int localWorkers, List<String> workerCommand, OptionalLong minFreeBytes) {
        this(DriverAddress.of(listen), localWorkers, workerCommand, minFreeBytes);
    }
}
