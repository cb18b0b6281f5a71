package dev.mr.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** What {@code --listen} says. */
final class ListenAddress {
    /** A free port for this machine alone. */
    static final String USUAL = "127.0.0.1:0";

    private ListenAddress() {}

    /**
     * Adds what is wrong with it.
     *
     * @param open whether addresses that other machines reach are safe
     * @param remedy what a person can do who gave one when they are not
     */
    static void check(String listen, boolean open, String remedy, List<String> problems) {
        HostAndPort address = HostAndPort.parse("--listen", listen, problems);
        if (address == null) {
            return;
        }
        InetAddress resolved = new InetSocketAddress(address.host(), address.port()).getAddress();
        if (resolved == null) {
            problems.add("--listen names the unknown host " + address.host());
        } else if (!open && !resolved.isLoopbackAddress()) {
            problems.add("--listen is " + listen + ", but only loopback addresses are safe without TLS; " + remedy);
        }
    }

    /** The address, which has been checked. */
    static InetSocketAddress of(String listen) {
        HostAndPort address = HostAndPort.parse("--listen", listen, new ArrayList<>());
        if (address == null) {
            throw new IllegalStateException("--listen " + listen + " has not been checked");
        }
        return new InetSocketAddress(address.host(), address.port());
    }
}
