package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.Machine;
import dev.mr.files.OwnerFile;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether a directory may hold a job of ours. Looks before anything is created; writes the owner once. */
public final class Tenancy {
    private static final Set<String> NETWORK_TYPES = Set.of(
            "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "lustre", "gpfs", "ceph", "glusterfs", "afs");

    private final JobDirectory directory;
    private final FileSystem files;
    private final String nextStep;

    public Tenancy(JobDirectory directory, FileSystem files) {
        this(
                directory,
                files,
                // Only a finished job may be replaced, and nobody can tell any more whether this one was.
                "put it back, then: " + NextCommand.resume(directory.root())
                        + "; or give the job up: delete "
                        + directory.own() + ", " + directory.intermediate() + " and " + directory.output()
                        + ", or choose another --dir");
    }

    /** {@code nextStep} is what can be done when the database is gone or damaged, for messages. */
    Tenancy(JobDirectory directory, FileSystem files, String nextStep) {
        this.directory = directory;
        this.files = files;
        this.nextStep = nextStep;
    }

    /**
     * Refuses a directory that holds results nobody here made, that another database decides about, or whose database is
     * gone.
     */
    void checkBeforeStart() throws IOException {
        checkOwner();
        checkDatabaseIsThere();
        if (!Files.exists(directory.database())) {
            refuseForeignResults();
        }
        requireLocalDisk("keep the database on a local disk with --state-dir DIR");
    }

    /** Refuses results where no job is known that could have made them, nor a sequential run. */
    void refuseForeignResults() throws IOException {
        if (files.facts(directory.sequentialMark()).isPresent()) {
            return;
        }
        for (Path results : List.of(directory.output(), directory.intermediate())) {
            Optional<FileSystem.FileFacts> facts = files.facts(results);
            boolean folder = facts.map(seen -> seen.kind() == FileSystem.FileFacts.Kind.DIRECTORY)
                    .orElse(true);
            if (!folder || !files.list(results).isEmpty()) {
                throw new MrException(
                        ExitCode.USAGE,
                        results
                                + " holds files that no job of this directory made; move them away or choose another --dir");
            }
        }
    }

    /** Refuses a directory whose owner file names another database. */
    void checkOwner() throws IOException {
        Optional<OwnerFile> owner = OwnerFile.read(directory.owner(), files);
        boolean elsewhere = !directory.state().equals(directory.own());
        if (owner.isPresent()
                && !(owner.get()
                                .stateDirectory()
                                .equals(elsewhere ? directory.state().toString() : "")
                        && (!elsewhere || owner.get().host().equals(Machine.host())))) {
            String found = owner.get().stateDirectory().isEmpty()
                    ? "the one in " + directory.own()
                    : "the one in " + owner.get().stateDirectory() + " on "
                            + owner.get().host();
            throw new MrException(
                    ExitCode.OTHER_DRIVER,
                    directory.root() + " belongs to another database, " + found + ", not to the one in "
                            + directory.state() + "; choose another --dir or --state-dir");
        }
    }

    /**
     * The database that the owner file names must be there, log and all, and know the job that was driven last. Writes nothing.
     *
     * @throws MrException STATE_UNUSABLE, naming the file that is missing
     */
    public void checkDatabaseIsThere() throws IOException {
        // What is made last is looked at first: a start that is just making them is no loss.
        Optional<OwnerFile> owner = OwnerFile.read(directory.owner(), files);
        Optional<DriverFile> last = DriverFile.read(directory.driverJson(), files);
        boolean log = files.facts(directory.writeAheadLog()).isPresent();
        if (files.facts(directory.database()).isEmpty()) {
            if (owner.isPresent()) {
                throw lost(directory.database() + " is missing", owner.get());
            }
            if (log) {
                throw new MrException(
                        ExitCode.STATE_UNUSABLE,
                        directory.database() + " is missing, expected the database that " + directory.writeAheadLog()
                                + " is the log of; " + nextStep);
            }
            return;
        }
        Optional<StatusReader.Identity> found =
                owner.isPresent() ? StatusReader.identify(directory.database()) : Optional.empty();
        if (found.isPresent()) {
            String damage = directory.writeAheadLog() + (log ? " is damaged" : " is missing");
            if (found.get().uuid().isEmpty()) {
                throw lost(damage + " and " + directory.database() + " is empty without it", owner.get());
            }
            checkDatabase(found.get().uuid());
            if (last.isPresent()) {
                checkKnown(last.get(), found.get(), damage);
            }
        }
    }

    /** What driver.json says was stored first. */
    private void checkKnown(DriverFile last, StatusReader.Identity found, String damage) {
        if (last.epoch() > found.epoch() && !last.job().equals(found.job())) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    directory.database() + " ends with epoch " + found.epoch() + " and does not know job " + last.job()
                            + ", which " + directory.driverJson() + " names in epoch " + last.epoch() + ": " + damage
                            + ", or an older copy was put in its place; " + nextStep);
        }
    }

    private MrException lost(String what, OwnerFile owner) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                what + ", expected database " + owner.database() + ", which " + directory.owner() + " names; "
                        + nextStep);
    }

    /** The database must be the one the owner file names, if it names one. */
    void checkDatabase(String databaseUuid) throws IOException {
        Optional<OwnerFile> owner = OwnerFile.read(directory.owner(), files);
        if (owner.isPresent() && !owner.get().database().equals(databaseUuid)) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    directory.database() + " is database " + databaseUuid + ", but " + directory.owner() + " names "
                            + owner.get().database() + "; put the right job.db back or choose another --dir");
        }
    }

    /** Says whose the directory is, on the disk when it returns; nothing is written where that is said already. */
    void own(String databaseUuid) throws IOException {
        if (files.facts(directory.owner()).isPresent()) {
            return;
        }
        boolean elsewhere = !directory.state().equals(directory.own());
        files.writeDurably(
                directory.owner(),
                new OwnerFile(1, Machine.host(), elsewhere ? directory.state().toString() : "", databaseUuid)
                        .content());
    }

    /** SQLite needs one for its log; {@code advice} goes with the refusal. */
    void requireLocalDisk(String advice) throws IOException {
        Path existing = directory.state();
        while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        String type = files.space(existing).type().toLowerCase(Locale.ROOT);
        if (NETWORK_TYPES.contains(type) || type.startsWith("fuse.sshfs")) {
            throw new MrException(
                    ExitCode.USAGE,
                    directory.state() + " is on a network file system (" + type + "), where SQLite's log is not safe; "
                            + advice);
        }
    }
}
