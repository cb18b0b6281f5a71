package dev.mr.store;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a file is opened so that it is surely a job database, of this version, with the settings durability rests on. */
final class JobDatabase {
    /** "mrdb"; the first migration writes it into the header. */
    private static final int APPLICATION_ID = 0x6d726462;

    /** A database of up to so many bytes is checked whole, which takes a fraction of a second; a larger one without its indexes. */
    private static final long CHECKED_WHOLE = 16 << 20;

    private JobDatabase() {}

    /** A connection for the one writer; migrates an older schema. Refuses a file before anything in it is changed. */
    static Database openForWriting(Path file) {
        Database database = openChecked(file, "mode=rw");
        try {
            if (isOlder(database)) {
                database.close();
                SchemaMigration.migrate(file);
                database = openChecked(file, "mode=rw");
                if (isOlder(database)) {
                    throw new IllegalStateException(file + " is still older after its migration");
                }
            }
            configureWriter(database);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** A connection that writes nothing into the database, whose schema may be older. */
    static Database openForReading(Path file, String access) {
        Database database = openChecked(file, access);
        try {
            database.pragma("PRAGMA query_only = ON", "PRAGMA query_only", "1");
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Database openChecked(Path file, String access) {
        Database database = Database.open(file, access);
        try {
            database.pragma("PRAGMA busy_timeout = 10000", "PRAGMA busy_timeout", "10000");
            database.pragma("PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0");
            database.pragma("PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1");
            int found = database.only("PRAGMA application_id", row -> row.getInt(1));
            if (found != APPLICATION_ID) {
                throw new MrException(
                        ExitCode.STATE_UNUSABLE,
                        file + " is not a job database: found application id " + found + ", expected " + APPLICATION_ID
                                + "; move the file away, or name another directory");
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * Whether it must be migrated.
     *
     * @throws MrException STATE_UNUSABLE when its schema is none that this version knows
     */
    static boolean isOlder(Database database) {
        boolean older = SchemaHistory.of(database).isOlderThan(SchemaHistory.known(), database.file());
        if (!older && SchemaText.checksum(database) != SchemaText.knownChecksum()) {
            throw SqliteErrors.unusable(
                    database.file(), "its schema is not that of its version, so that it was altered", null);
        }
        return older;
    }

    private static void configureWriter(Database database) {
        database.pragma("PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal");
        database.pragma("PRAGMA synchronous = FULL", "PRAGMA synchronous", "2");
        database.pragma("PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1");
        database.pragma("PRAGMA journal_size_limit = 67108864", "PRAGMA journal_size_limit", "67108864");
        database.pragma("PRAGMA locking_mode = NORMAL", "PRAGMA locking_mode", "normal");
        RowChecksums.keep(database);
    }

    /** The uuid of the database, empty while its creation is not finished. */
    static String uuid(Database database) {
        new DriverRow(database).requireSound();
        return database.only("SELECT database_uuid FROM driver", row -> row.getString(1));
    }

    /** The name SQLite gives to the log of a database; it is there while someone has the database open, or died so. */
    static Path writeAheadLog(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** What SQLite finds wrong first, over a connection of its own. */
    static Optional<String> findDamage(Path file) {
        // Of a file that is opened to be read alone SQLite does not check the constraints.
        try (Database database = openForReading(file, "mode=rw")) {
            long bytes = database.only(
                    "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", row -> row.getLong(1));
            return bytes > CHECKED_WHOLE ? check(database, "PRAGMA quick_check(1)") : checkWhole(database);
        } catch (MrException e) {
            if (e.exitCode() == ExitCode.STATE_UNUSABLE) {
                return Optional.of(e.line());
            }
            throw e;
        }
    }

    /** Also whether each index has what its table has, and whether rows that belong to others have them. */
    private static Optional<String> checkWhole(Database database) {
        Optional<String> finding = check(database, "PRAGMA integrity_check(1)");
        return finding.isPresent()
                ? finding
                : database.first(
                        "PRAGMA foreign_key_check",
                        row -> "a row of its table " + row.getString(1) + " belongs to none of its table "
                                + row.getString(3));
    }

    private static Optional<String> check(Database database, String pragma) {
        List<String> findings = database.query(pragma, row -> row.getString(1));
        return findings.stream().filter(finding -> !finding.equals("ok")).findFirst();
    }
}
