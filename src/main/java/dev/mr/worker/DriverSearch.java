package dev.mr.worker;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.Tls;
import dev.mr.rpc.Token;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks once where a worker's driver is. */
final class DriverSearch {
    private final WorkerOptions options;
    private final FileSystem files;

    DriverSearch(WorkerOptions options, FileSystem files) {
        this.options = options;
        this.files = files;
    }

    /** What one look found. */
    sealed interface Found {
        /** A driver to attach to; {@code jobUuid} is empty when it was named by hand. */
        record Driver(DriverAddress address, Token token, String jobUuid) implements Found {}

        /** No driver yet; {@code why} says what is waited for. */
        record Nobody(String why) implements Found {}

        /** The directory's job has ended and nobody drives. */
        record Ended(String line) implements Found {}
    }

    Found look() throws IOException {
        WorkerOptions.Endpoint endpoint = options.endpoint();
        if (endpoint != null) {
            return token(endpoint.tokenFile(), "name the .mr/token of the driver's job directory")
                    .<Found>map(token -> new Found.Driver(guarded(endpoint.address()), token, ""))
                    .orElse(new Found.Nobody("the token file " + endpoint.tokenFile()));
        }
        JobDirectory directory = options.directory();
        if (directory == null) {
            throw new IllegalStateException("neither a directory nor an endpoint");
        }
        Optional<DriverFile> file = DriverFile.read(directory.driverJson(), files);
        if (file.isEmpty()) {
            return new Found.Nobody("a driver in " + directory.root() + " (mr-driver start or serve)");
        }
        DriverFile driver = file.get();
        boolean alive = driver.isAlive(Machine.host());
        if (driver.state().isFinished()) {
            return options.stay()
                    ? new Found.Nobody("the next job in " + directory.root())
                    : new Found.Ended("job " + driver.job() + " in " + directory.root() + " has ended ("
                            + driver.state() + "); nothing to do");
        }
        if (driver.isInProgram()) {
            throw new MrException(
                    ExitCode.USAGE,
                    "the job in " + directory.root() + " is one of a Java program's own (pid " + driver.pid() + " on "
                            + driver.host() + (alive ? "" : ", which is gone")
                            + "), whose map and reduce functions nobody else has; "
                            + (alive ? "it needs no other workers" : "run that program again to go on"));
        }
        int colon = driver.address().lastIndexOf(':');
        Optional<Token> token = alive && colon >= 0
                ? token(
                        directory.token(),
                        "end the driver, and " + NextCommand.resume(directory.root()) + " makes a new one")
                : Optional.empty();
        if (token.isEmpty()) {
            return new Found.Nobody("the driver of " + directory.root()
                    + (alive ? ", which is starting" : ", which is gone (mr-driver resume or serve)"));
        }
        DriverAddress address = DriverAddress.of(
                driver.address().substring(0, colon),
                Integer.parseInt(driver.address().substring(colon + 1)));
        return new Found.Driver(guarded(address), token.get(), driver.job());
    }

    /** The address as this worker speaks to it. */
    private DriverAddress guarded(DriverAddress address) {
        Tls tls = options.tls();
        return tls == null ? address : address.withTls(tls);
    }

    /** Whether the directory says that this job has ended. */
    boolean hasEnded(JobDirectory directory, String jobUuid) throws IOException {
        return DriverFile.read(directory.driverJson(), files)
                .filter(file -> file.job().equals(jobUuid) && file.state().isFinished())
                .isPresent();
    }

    /** Drivers write the file whole or not at all, so one that is not sound never becomes so by waiting. */
    private Optional<Token> token(Path file, String next) throws IOException {
        try {
            return Optional.of(Token.parse(files.read(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            throw new MrException(
                    ExitCode.AUTHENTICATION, "the token file " + file + " " + malformed.getMessage() + "; " + next);
        }
    }
}
