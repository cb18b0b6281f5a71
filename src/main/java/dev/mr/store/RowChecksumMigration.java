package dev.mr.store;

import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** The migration that gives the rows of older versions their checksums, as they are found. */
final class RowChecksumMigration implements JavaMigration {
    private static final int CHECKSUM = 1;

    private final Path file;

    /** Of this database. */
    RowChecksumMigration(Path file) {
        this.file = file;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("5");
    }

    @Override
    public String getDescription() {
        return "checksums of rows";
    }

    @Override
    public Integer getChecksum() {
        return CHECKSUM;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws Exception {
        Crc32cFunction.define(context.getConnection());
        Database database = Database.of(file, context.getConnection());
        List<Long> jobs = database.query("SELECT job FROM job ORDER BY job", row -> row.getLong(1));
        jobs.forEach(job -> new PlanRows(database, job).writeChecksums());
        RowChecksums.write(database);
        database.forgetStatements();
    }
}
