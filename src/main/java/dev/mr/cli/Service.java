package dev.mr.cli;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.Tls;
import dev.mr.rpc.Token;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.ShellWord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The service that a client means. Where it listens is looked up for each connection, since one that was started again may listen
 * elsewhere.
 */
final class Service {
    private final Path root;
    private final @Nullable String driver;
    private final @Nullable Path tokenFile;
    private final Optional<Tls> tls;
    private final ServicePorts ports;

    /** At the address {@code driver} with that token; without one, the service of the root. */
    Service(Path root, @Nullable String driver, @Nullable Path tokenFile, Optional<Tls> tls, ServicePorts ports) {
        this.tls = tls;
        this.root = root;
        this.driver = driver;
        this.tokenFile = tokenFile;
        this.ports = ports;
    }

    /**
     * A connection to it.
     *
     * @throws MrException ENVIRONMENT when no service runs for the root, AUTHENTICATION when its token is of no use
     */
    ServiceClient connect() {
        try {
            return driver == null ? connectToRoot() : connectTo(driver, Objects.requireNonNull(tokenFile));
        } catch (IOException unreadable) {
            throw Trouble.of(unreadable);
        }
    }

    /** Connects and asks once. */
    <T> T ask(Function<ServiceClient, T> question) {
        try (ServiceClient client = connect()) {
            return question.apply(client);
        }
    }

    /** Whether there has ever been one: with an address anybody may be there. */
    boolean mayComeBack() {
        try {
            return driver != null
                    || DriverFile.read(JobDirectory.at(root).driverJson(), ports.files())
                            .isPresent();
        } catch (IOException unreadable) {
            throw Trouble.of(unreadable);
        }
    }

    private ServiceClient connectToRoot() throws IOException {
        JobDirectory directory = JobDirectory.at(root);
        Optional<DriverFile> found = DriverFile.read(directory.driverJson(), ports.files());
        if (found.isEmpty()) {
            throw missing("there is no " + directory.driverJson());
        }
        DriverFile file = found.get();
        if (!file.isAlive(Machine.host())) {
            throw missing("the last one was pid " + file.pid() + " on " + file.host());
        }
        if (file.address().isEmpty()) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    "the service of " + root + ", pid " + file.pid() + ", does not listen yet; try again in a moment");
        }
        return connectTo(file.address(), directory.token());
    }

    private MrException missing(String why) {
        return new MrException(
                ExitCode.ENVIRONMENT,
                "no service runs for " + root + ": " + why + "; start one: mr-driver serve --root "
                        + ShellWord.of(root));
    }

    private ServiceClient connectTo(String address, Path token) throws IOException {
        HostAndPort parsed = HostAndPort.parse("the service's address", address, new ArrayList<>());
        if (parsed == null) {
            throw missing("its address is \"" + address + "\", expected HOST:PORT");
        }
        DriverAddress plain = DriverAddress.of(parsed.host(), parsed.port());
        return ports.clients().open(tls.map(plain::withTls).orElse(plain), token(token));
    }

    private Token token(Path file) throws IOException {
        String next = "; copy ROOT/.mr/token of the service";
        try {
            return Token.parse(ports.files().read(file));
        } catch (NoSuchFileException none) {
            throw new MrException(ExitCode.AUTHENTICATION, "there is no token file " + file + next, none);
        } catch (IllegalArgumentException malformed) {
            throw new MrException(
                    ExitCode.AUTHENTICATION, "the token file " + file + " " + malformed.getMessage() + next, malformed);
        }
    }
}
