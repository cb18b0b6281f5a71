package dev.mr.store;

import dev.mr.job.JobSnapshot;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Looks into a job database that may be in use, abandoned or finished, and writes nothing. Each call sees one consistent
 * state. What names no job is about the newest.
 */
public final class StatusReader {
    private StatusReader() {}

    /** The newest job; empty when there is no database or no job in it. */
    public static Optional<JobStatus> read(Path file) {
        return look(file, database -> newest(database).map(StatusRows::status));
    }

    /**
     * The newest job of a database that this process has used.
     *
     * @throws MrException STATE_UNUSABLE when there is no database, or no job in it, any more
     */
    public static JobStatus require(Path file) {
        return read(file).orElseThrow(() -> SqliteErrors.gone(file));
    }

    /** The job of this number; empty when there is no database or no such job in it. */
    public static Optional<JobStatus> read(Path file, long job) {
        return look(file, database -> StatusRows.of(readable(database), job).map(StatusRows::status));
    }

    /**
     * A page of the jobs, in order of number: the first {@code limit} of those whose number is higher than {@code after}.
     * Numbers begin at 1. Empty also when there is no database.
     */
    public static List<JobSummary> jobs(Path file, long after, int limit) {
        requirePage(limit);
        return look(file, database -> Optional.of(new ListingRows(readable(database)).jobs(after, limit)))
                .orElse(List.of());
    }

    /** The job of this uuid; empty when there is no database or no such job in it. */
    public static Optional<JobSummary> job(Path file, String uuid) {
        return look(file, database -> new ListingRows(readable(database)).job(uuid));
    }

    /**
     * A page of the history of the job of this number, in order: the first {@code limit} of the lines whose sequence is higher
     * than {@code afterSequence}. Lines that are there never change; later ones follow. Empty also when there is no such job.
     */
    public static List<HistoryLine> events(Path file, long job, long afterSequence, int limit) {
        requirePage(limit);
        return look(
                        file,
                        database -> Optional.of(new ListingRows(readable(database)).events(job, afterSequence, limit)))
                .orElse(List.of());
    }

    private static void requirePage(int limit) {
        if (limit <= 0) {
            throw new IllegalArgumentException("a page has at least one row, not " + limit);
        }
    }

    /** What the newest job is, without what became of it; empty when there is no database or no job in it. */
    public static Optional<JobStore.JobOutline> outline(Path file) {
        return look(file, database -> newest(database).map(StatusRows::outline));
    }

    /** The newest job whole, as a driver would load it, and who drove it last; empty when there is no database or no job in it. */
    public static Optional<Whole> whole(Path file) {
        return look(file, database -> newest(database).map(rows -> whole(database, rows)));
    }

    /** The job of this number, likewise; empty when there is no database or no such job in it. */
    public static Optional<Whole> whole(Path file, long job) {
        return look(file, database -> StatusRows.of(readable(database), job).map(rows -> whole(database, rows)));
    }

    private static Whole whole(Database database, StatusRows rows) {
        return new Whole(rows.whole(), database.only("SELECT boot_id FROM driver", row -> row.getString(1)));
    }

    /** A job and the boot of the machine under which it was last driven; that is empty if it never was. */
    public record Whole(JobSnapshot job, String bootId) {}

    /** The attempts of one task of the newest job, in order; empty also when there is no such task. */
    public static List<AttemptStatus> attempts(Path file, TaskId task) {
        return look(file, database -> newest(database).map(rows -> rows.attempts(task)))
                .orElse(List.of());
    }

    /** Which database this is; empty when there is none, or one that must be migrated before it can be read. */
    public static Optional<Identity> identify(Path file) {
        return look(
                file, database -> JobDatabase.isOlder(database) ? Optional.empty() : Optional.of(identity(database)));
    }

    private static Identity identity(Database database) {
        new DriverRow(database).requireSound();
        String newest =
                new JobRows(database).newest().map(JobStore.JobHeader::uuid).orElse("");
        return database.only(
                "SELECT database_uuid, epoch FROM driver",
                row -> new Identity(row.getString(1), row.getLong(2), newest));
    }

    private static Optional<StatusRows> newest(Database database) {
        return StatusRows.newest(readable(database));
    }

    private static Database readable(Database database) {
        if (JobDatabase.isOlder(database)) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    database.file()
                            + " has an older schema than this version of mr reads; resume its job once to migrate it");
        }
        return database;
    }

    /**
     * A reader beside a writer shares its log. Where there is no log nobody is writing, and opening the file in the usual way
     * would create one; so it is read as the immutable file it is. A writer may appear meanwhile: then the look is repeated.
     */
    private static <T> Optional<T> look(Path file, Look<T> look) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        if (Files.notExists(JobDatabase.writeAheadLog(file))) {
            FileTrace before = FileTrace.of(file);
            try {
                Optional<T> seen = look(file, "immutable=1", look);
                if (wasQuiet(file, before)) {
                    return seen;
                }
            } catch (MrException e) {
                if (wasQuiet(file, before)) {
                    throw e;
                }
            }
        }
        return look(file, "mode=ro", look);
    }

    private static boolean wasQuiet(Path file, FileTrace before) {
        return Files.notExists(JobDatabase.writeAheadLog(file)) && before.equals(FileTrace.of(file));
    }

    private static <T> Optional<T> look(Path file, String access, Look<T> look) {
        try (Database database = JobDatabase.openForReading(file, access)) {
            return database.<Optional<T>, RuntimeException>read(() -> look.at(database));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw SqliteErrors.unusable(file, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What tells databases, and states of one, from each other.
     *
     * @param uuid given to the database when it was made; empty when what says so is not in it
     * @param epoch the last that began
     * @param job uuid of the newest job, empty when there is none
     */
    public record Identity(String uuid, long epoch, String job) {}

    /** What of a file changes when someone writes it. */
    private record FileTrace(long bytes, long modifiedMillis) {
        static FileTrace of(Path file) {
            try {
                return new FileTrace(
                        Files.size(file), Files.getLastModifiedTime(file).toMillis());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is read in one look. */
    private interface Look<T> {
        Optional<T> at(Database database);
    }
}
