package dev.mr.store;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * One connection to one SQLite file, with its reused statements and its errors in words. Owned by one thread. SQL comes in
 * as constants only: each distinct text is prepared once and kept.
 */
final class Database implements AutoCloseable {
    private static final int BATCH_ROWS = 1_000;
    private static final String ROLLBACK = "ROLLBACK";

    private final Path file;
    private final FilePlace place;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(Path file, Connection connection) {
        this.file = file;
        this.place = FilePlace.of(file);
        this.connection = connection;
    }

    /**
     * Opens an existing file; never creates one.
     *
     * @param access the part of SQLite's URI after the path: {@code mode=rw}, {@code mode=ro} or {@code immutable=1}
     */
    static Database open(Path file, String access) {
        NativeLibrary.load();
        // A percent-encoded URI is the only way to name any path: the driver reads options behind a question mark.
        String url =
                "jdbc:sqlite:file:" + file.toAbsolutePath().normalize().toUri().getRawPath() + "?" + access;
        try {
            // After every INSERT the driver would ask for the rowid, which takes as long as the INSERT.
            Properties settings = new Properties();
            settings.setProperty("jdbc.get_generated_keys", "false");
            Connection connection = DriverManager.getConnection(url, settings);
            // Transactions are begun and ended in SQL here; the driver need not try to begin one of its own at every
            // statement.
            connection.unwrap(SQLiteConnection.class).getConnectionConfig().setAutoCommit(false);
            Crc32cFunction.define(connection);
            return new Database(file, connection);
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        } catch (LinkageError noNativeLibrary) {
            throw SqliteErrors.noNativeLibrary(noNativeLibrary);
        }
    }

    /** Over a connection that is another's, who closes it. */
    static Database of(Path file, Connection connection) {
        return new Database(file, connection);
    }

    Path file() {
        return file;
    }

    /** Runs one statement that returns nothing, and how many rows it changed. */
    int update(String sql, @Nullable Object... values) {
        try {
            return prepare(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Runs one statement once for each row of values, in few calls. */
    void updateAll(String sql, Iterator<Object[]> rows) {
        try {
            PreparedStatement statement = prepare(sql);
            for (int waiting = 1; rows.hasNext(); waiting++) {
                bind(statement, rows.next());
                statement.addBatch();
                if (waiting % BATCH_ROWS == 0 || !rows.hasNext()) {
                    int[] unused = statement.executeBatch();
                }
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Shows each row of a query's result, in order, and keeps none. */
    void each(String sql, Visitor visitor, @Nullable Object... values) {
        try (ResultSet result = prepare(sql, values).executeQuery()) {
            while (result.next()) {
                visitor.see(result);
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Every row of a query's result, in order. */
    <T extends @Nullable Object> List<T> query(String sql, Row<T> reader, @Nullable Object... values) {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = prepare(sql, values).executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** The first row of a query's result. */
    <T> Optional<T> first(String sql, Row<T> reader, @Nullable Object... values) {
        return query(sql, reader, values).stream().findFirst();
    }

    /** The first row of a query that always has one. */
    <T> T only(String sql, Row<T> reader, @Nullable Object... values) {
        return first(sql, reader, values)
                .orElseThrow(() -> new MrException(
                        ExitCode.STATE_UNUSABLE,
                        file + " is damaged: a row that is always there is missing; restore the file from a backup, or"
                                + " start again in another directory"));
    }

    /**
     * Does all of {@code work} durably, or, when it throws, nothing of it. Holds the write lock from its beginning.
     *
     * @throws MrException STATE_UNUSABLE also when it was done in a file that nobody will find again
     */
    <T, X extends Exception> T write(Work<T, X> work) throws X {
        T result = transaction("BEGIN IMMEDIATE", work);
        requireInPlace();
        return result;
    }

    /** @throws MrException STATE_UNUSABLE when the file is where it was no more */
    void requireInPlace() {
        place.require();
    }

    /** Does {@code work} on one consistent state of the database. */
    <T, X extends Exception> T read(Work<T, X> work) throws X {
        return transaction("BEGIN", work);
    }

    private <T, X extends Exception> T transaction(String begin, Work<T, X> work) throws X {
        update(begin);
        boolean done = false;
        try {
            T result = work.run();
            update("COMMIT");
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    /** The exception on its way out says what happened; after some errors SQLite has rolled back by itself already. */
    private void rollBack() {
        try {
            prepare(ROLLBACK).executeUpdate();
        } catch (SQLException alreadyRolledBack) {
            forget(ROLLBACK);
        }
    }

    /** Runs a pragma and insists that it took effect. */
    void pragma(String set, String read, String expected) {
        String found;
        try (Statement statement = connection.createStatement()) {
            statement.execute(set);
            try (ResultSet result = statement.executeQuery(read)) {
                found = result.next() ? String.valueOf(result.getString(1)) : "nothing";
            }
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
        if (!found.equals(expected)) {
            throw new MrException(
                    ExitCode.ENVIRONMENT,
                    file + ": SQLite answered \"" + read + "\" with " + found + " instead of " + expected
                            + "; put the database on a local disk with --state-dir");
        }
    }

    private RuntimeException failed(String sql, SQLException failure) {
        forget(sql);
        return SqliteErrors.translate(file, failure);
    }

    /** The driver closes a statement that failed, and would refuse to run it again when what it failed for is mended. */
    private void forget(String sql) {
        PreparedStatement broken = statements.remove(sql);
        try {
            if (broken != null) {
                broken.close();
            }
        } catch (SQLException alreadyClosed) {
            return;
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Closes what was prepared for reuse. */
    void forgetStatements() {
        try {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
            statements.clear();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** The last connection to close moves the write-ahead log into the file and removes it. */
    @Override
    public void close() {
        forgetStatements();
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.translate(file, e);
        }
    }

    /** Reads the current row of a result. */
    interface Row<T extends @Nullable Object> {
        T read(ResultSet row) throws SQLException;
    }

    /** Looks at the current row of a result. */
    interface Visitor {
        void see(ResultSet row) throws SQLException;
    }

    /** What is done in one transaction. */
    interface Work<T, X extends Exception> {
        T run() throws X;
    }
}
