package dev.mr.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What {@code job.db} says, read beside a living driver or after its death; writes nothing. */
final class JobRecord {
    private final Path database;

    JobRecord(Path database) {
        this.database = database;
    }

    boolean exists() {
        return Files.exists(database);
    }

    /** The rows of a query, the columns of each joined by a blank. */
    List<String> rows(String sql) {
        boolean log = Files.exists(database.resolveSibling("job.db-wal"));
        String url = "jdbc:sqlite:file:" + database.toUri().getRawPath() + (log ? "?mode=ro" : "?immutable=1");
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            try (ResultSet result = statement.executeQuery(sql)) {
                while (result.next()) {
                    StringBuilder row = new StringBuilder();
                    for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                        row.append(column == 1 ? "" : " ").append(result.getString(column));
                    }
                    rows.add(row.toString());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return rows;
    }

    long count(String from) {
        return Long.parseLong(rows("SELECT count(*) FROM " + from).get(0));
    }

    /** Every committed task with its winner, such as {@code map-3 1}. */
    List<String> commits() {
        return rows("SELECT task, winner FROM task WHERE state = 'COMMITTED' AND job = (SELECT max(job) FROM job)");
    }

    boolean isFinished() {
        return count("job WHERE state IN ('SUCCEEDED', 'FAILED')") > 0;
    }
}
