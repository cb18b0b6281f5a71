package dev.mr.store;

import dev.mr.job.Change;
import dev.mr.job.JobChange;
import dev.mr.job.JobSnapshot;
import dev.mr.job.NewJob;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.util.List;
import java.util.Optional;

/**
 * The job database of one directory, as its one writer sees it: of one current job, which is the newest, or of a service that
 * accepts many. What names no job is for the former. Owned by one thread. Every method that writes is one
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
     * worker that had joined the newest job, or one that has not finished, counts as left.
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
     * The job of this number whole: what it costs grows with the job.
     *
     * @throws IllegalStateException when there is none
     */
    JobSnapshot load(long job);

    /**
     * Inserts a job that is PENDING, all its tasks too, with the first line of its history, and returns its number: higher than any that was given before, also
     * than those of jobs that were pruned. May be repeated: when a job with that request is stored, whatever became of it, its
     * number is returned and nothing of the job given is.
     *
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when a job of another request has the same uuid; nothing was changed
     */
    long accept(long epoch, NewJob job, Acceptance acceptance, long wallMillis) throws SupersededException;

    /** The job that was accepted for this request, whatever became of it; empty when there is none. */
    Optional<JobEntry> accepted(String request);

    /** The highest id that a worker has in any job; 0 where there is none. */
    int workers();

    /** Every job that was accepted, in order of number. */
    List<JobEntry> jobs();

    /** Every job that was accepted and has not finished, in order of number. */
    List<JobEntry> unfinished();

    /**
     * Removes a finished job with all its rows: what it costs grows with the job. Its request may then be accepted anew.
     *
     * @return whether there was such a job; of one that is gone already nothing is left to do
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when the job has not finished; nothing was changed
     */
    boolean prune(long epoch, long job) throws SupersededException;

    /**
     * Applies one turn of the newest job.
     *
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when a claim matched no row, or more than one, or there is no job; nothing was changed
     */
    void commit(long epoch, long wallMillis, List<Change> changes) throws SupersededException;

    /**
     * Applies one turn of any number of jobs, in order, in one transaction: all of it or nothing.
     *
     * @throws SupersededException when {@code epoch} is no longer the driver's; nothing was changed
     * @throws IllegalStateException when a claim matched no row, or more than one, or a job is not there; nothing was changed
     */
    void commitAll(long epoch, long wallMillis, List<JobChange> changes) throws SupersededException;

    /**
     * Looks, without writing anything, whether {@code epoch} is still the driver's.
     *
     * @throws SupersededException when it is not
     */
    void requireEpoch(long epoch) throws SupersededException;

    /**
     * What is wrong with the database file, as far as SQLite's {@code integrity_check} can tell, of a large one its
     * {@code quick_check}; empty when nothing is. Unlike the
     * rest it may be called from any thread, beside the owner.
     */
    Optional<String> findDamage();

    @Override
    void close();

    /**
     * Whether a method of a store threw this because the disk is full. Then, other than after any other failure, it is certain
     * that nothing was changed, and the same call may be made again.
     */
    static boolean isFull(MrException failure) {
        return SqliteErrors.isFull(failure);
    }

    /** A job in one line. */
    record JobHeader(String uuid, JobState state, String message) {}

    /** One of many jobs in one line; {@code job} is its number, {@code folder} as it was accepted. */
    record JobEntry(
            long job, String uuid, String folder, JobState state, String message, int mapTasks, int reduceTasks) {}

    /**
     * How a service accepted a job.
     *
     * @param request what the client called its request, never empty; of each there is one job
     * @param folder the job's folder under the service's root
     */
    record Acceptance(String request, String folder) {
        public Acceptance {
            if (request.isEmpty()) {
                throw new IllegalArgumentException("a request without a name cannot be told from others");
            }
        }
    }

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
