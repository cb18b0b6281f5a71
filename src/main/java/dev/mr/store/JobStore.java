package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.JobState;
import java.util.List;
import java.util.Optional;

/**
 * The job database of one directory, as its one writer sees it. Owned by one thread. Every method that writes is one
 * transaction that is durable when the method returns; a method that throws leaves the outcome unknown, and the caller must
 * stop and let the next open decide.
 */
public interface JobStore extends AutoCloseable {
    /** The uuid given to this database when it was made; it never changes. */
    String databaseUuid();

    /** The newest job, unless there is none or it is REPLACED. */
    Optional<JobHeader> current();

    /** Whether the newest job is REPLACED, and by its uuid which one: the start that did so has not finished. */
    Optional<JobHeader> replaced();

    /** Inserts a job, all its tasks PENDING, and makes {@code driver} its driver under a new epoch, which it returns. */
    long create(NewJob job, DriverIdentity driver, long wallMillis);

    /** Makes {@code driver} the driver under a new epoch, which it returns. From then on no older epoch can commit. */
    long claim(DriverIdentity driver, long wallMillis);

    /** Marks the finished newest job REPLACED. */
    void replace(String jobUuid, long wallMillis);

    /** The newest job whole. */
    JobSnapshot load();

    /**
     * Applies one turn of the newest job.
     *
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when a claim matched no row, or more than one; nothing was changed
     */
    void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException;

    /** Whether the database file is sound, as far as SQLite's {@code quick_check} can tell; empty when it is. */
    Optional<String> findDamage();

    @Override
    void close();

    /** A job in one line. */
    record JobHeader(String uuid, JobState state, String message) {}

    /** The process that drives; {@code bootId} changes when the machine reboots. */
    record DriverIdentity(long pid, String host, String bootId) {}

    /** Another driver has taken over. */
    final class SupersededException extends Exception {
        private static final long serialVersionUID = 1L;

        public SupersededException(String message) {
            super(message);
        }
    }
}
