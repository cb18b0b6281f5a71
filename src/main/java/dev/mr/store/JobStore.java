package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
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

    /** The driver that created or claimed last; pid 0 when there was none. */
    DriverIdentity lastDriver();

    /** The newest job, unless there is none or it is REPLACED. */
    Optional<JobHeader> current();

    /** Whether the newest job is REPLACED, and by its uuid which one: the start that did so has not finished. */
    Optional<JobHeader> replaced();

    /**
     * Inserts a job, all its tasks PENDING, and makes {@code driver} its driver under a new epoch, which it returns.
     *
     * @throws IllegalStateException when the newest job is not REPLACED; nothing was changed
     */
    long create(NewJob job, DriverIdentity driver, long wallMillis);

    /**
     * Makes {@code driver} the driver under a new epoch, which it returns. From then on no older epoch can commit, and every
     * worker that had joined counts as left.
     */
    long claim(DriverIdentity driver, long wallMillis);

    /**
     * Marks the finished newest job REPLACED.
     *
     * @throws IllegalStateException when {@code jobUuid} is not the newest, or not finished; nothing was changed
     */
    void replace(String jobUuid, long wallMillis);

    /**
     * The newest job but for its splits, tasks and attempts.
     *
     * @throws IllegalStateException when there is none
     */
    JobOutline outline();

    /**
     * The newest job whole: what it costs grows with the job.
     *
     * @throws IllegalStateException when there is none
     */
    JobSnapshot load();

    /**
     * Applies one turn of the newest job.
     *
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when a claim matched no row, or more than one; nothing was changed
     */
    void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException;

    /**
     * Looks, without writing anything, whether {@code epoch} is still the driver's.
     *
     * @throws SupersededException when it is not
     */
    void requireEpoch(long epoch) throws SupersededException;

    /**
     * What is wrong with the database file, as far as SQLite's {@code quick_check} can tell; empty when nothing is. Unlike the
     * rest it may be called from any thread, beside the owner.
     */
    Optional<String> findDamage();

    @Override
    void close();

    /** A job in one line. */
    record JobHeader(String uuid, JobState state, String message) {}

    /** A job without its tasks; {@code committedMaps} of its map tasks are COMMITTED. */
    record JobOutline(JobSpec spec, List<InputFile> inputs, long committedMaps, long epoch) {}

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
