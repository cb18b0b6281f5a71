package dev.mr.store;

import dev.mr.store.JobStore.DriverIdentity;
import dev.mr.store.JobStore.SupersededException;

/** The one row that says which process drives the database, and under which epoch. */
final class DriverRow {
    private final Database database;

    DriverRow(Database database) {
        this.database = database;
    }

    /** @throws dev.mr.task.MrException STATE_UNUSABLE when the row is not as it was written */
    void requireSound() {
        database.only("SELECT " + RowChecksums.DRIVER_IS_SOUND + " FROM driver", row -> {
            RowChecksums.require(database, row, 1, "driver", 1);
            return true;
        });
    }

    DriverIdentity last() {
        return database.only(
                "SELECT pid, host, boot_id FROM driver",
                row -> new DriverIdentity(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** Begins an epoch of {@code driver} and answers it. To be used inside a write transaction, as are the two below. */
    long raiseEpoch(DriverIdentity driver, long wallMillis) {
        requireSound();
        database.update("""
                UPDATE driver SET epoch = epoch + 1, turn = 0, pid = ?, host = ?, boot_id = ?, started_millis = ?
                """, driver.pid(), driver.host(), driver.bootId(), wallMillis);
        return epoch();
    }

    /** Counts a turn of {@code epoch}, the first statement of its transaction. */
    void fence(long epoch) throws SupersededException {
        if (database.update("UPDATE driver SET turn = turn + 1 WHERE epoch = ?", epoch) != 1) {
            throw superseded(epoch);
        }
    }

    /** A number for a new job, higher than any before it, also than those of jobs that are gone. */
    long numberJob() {
        requireSound();
        database.update("UPDATE driver SET last_job = last_job + 1");
        return database.only("SELECT last_job FROM driver", row -> row.getLong(1));
    }

    void requireEpoch(long epoch) throws SupersededException {
        if (epoch() != epoch) {
            throw superseded(epoch);
        }
    }

    private long epoch() {
        return database.only("SELECT epoch FROM driver", row -> row.getLong(1));
    }

    private SupersededException superseded(long epoch) {
        return database.only(
                "SELECT epoch, pid, host FROM driver",
                row -> new SupersededException("epoch " + epoch + " of " + database.file()
                        + " is over: epoch " + row.getLong(1) + " began, driven by process " + row.getLong(2)
                        + " on " + row.getString(3)));
    }
}
