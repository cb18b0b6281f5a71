package dev.mr.store;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database file to the newest schema. The only class that needs Flyway; a usual start never loads it. */
final class SchemaMigration {
    private SchemaMigration() {}

    /** Applies what {@code db/migration} has and the file has not. Nobody else may have the file open. */
    static void migrate(Path file) {
        NativeLibrary.load();
        String url =
                "jdbc:sqlite:file:" + file.toAbsolutePath().normalize().toUri().getRawPath();
        try {
            Flyway.configure(SchemaMigration.class.getClassLoader())
                    .dataSource(url, null, null)
                    .locations("classpath:db/migration")
                    .javaMigrations(new RowChecksumMigration(file))
                    .loggers("slf4j")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    file + " cannot be brought to the schema of this version: "
                            + String.valueOf(e.getMessage())
                                    .replaceAll("\\s+", " ")
                                    .strip()
                            + "; use the version of mr that wrote it, or start again in another directory",
                    e);
        }
    }
}
