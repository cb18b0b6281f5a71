package dev.mr.store;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The migrations a database has been through, oldest first, as Flyway recorded them. Compared without loading Flyway, which
 * would cost every start a second.
 */
record SchemaHistory(List<Migration> migrations) {
    /** The history of the template, written beside it at packaging time: lines {@code VERSION CHECKSUM}. */
    static final String RESOURCE = "/db/schema-history.txt";

    /** One migration; {@code succeeded} is false when it stopped half way. */
    record Migration(String version, int checksum, boolean succeeded) {
        /** Whether both say the same; not {@code equals}, which a record links at run time, in the middle of a start. */
        boolean isAs(Migration other) {
            return version.equals(other.version) && checksum == other.checksum && succeeded == other.succeeded;
        }
    }

    /** What the database at hand has been through; nothing when it never met Flyway. */
    static SchemaHistory of(Database database) {
        boolean unknown = database.query("""
                        SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'flyway_schema_history'
                        """, row -> row.getInt(1)).isEmpty();
        if (unknown) {
            return new SchemaHistory(List.of());
        }
        return new SchemaHistory(database.query(
                """
                SELECT version, checksum, success FROM flyway_schema_history ORDER BY installed_rank
                """, row -> new Migration(String.valueOf(row.getString(1)), row.getInt(2), row.getBoolean(3))));
    }

    /** What this program was built with. */
    static SchemaHistory known() {
        try (InputStream resource = SchemaHistory.class.getResourceAsStream(RESOURCE)) {
            byte[] content = Objects.requireNonNull(resource, RESOURCE).readAllBytes();
            return parse(new String(content, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SchemaHistory parse(String text) {
        return new SchemaHistory(text.lines()
                .map(line -> line.split(" ", -1))
                .map(fields -> new Migration(fields[0], Integer.parseInt(fields[1]), true))
                .toList());
    }

    String format() {
        return migrations.stream()
                .map(migration -> migration.version() + " " + migration.checksum() + "\n")
                .collect(Collectors.joining());
    }

    /**
     * Whether a database with this history lacks migrations that {@code known} has.
     *
     * @throws MrException STATE_UNUSABLE when it is not on the way to {@code known} at all: newer, altered, or half migrated
     */
    boolean isOlderThan(SchemaHistory known, Object file) {
        int common = Math.min(migrations.size(), known.migrations.size());
        for (Migration migration : migrations) {
            if (!migration.succeeded()) {
                throw unusable(file, "the migration to schema version " + migration.version() + " failed half way");
            }
        }
        for (int i = 0; i < common; i++) {
            if (!migrations.get(i).isAs(known.migrations.get(i))) {
                throw unusable(
                        file,
                        "found schema migration " + describe(migrations.get(i)) + ", expected "
                                + describe(known.migrations.get(i)));
            }
        }
        if (migrations.size() > common) {
            throw unusable(file, "found schema version " + version() + ", expected at most " + known.version());
        }
        return migrations.size() < known.migrations.size();
    }

    /** The version of the last migration, {@code 0} before the first. */
    String version() {
        return migrations.isEmpty()
                ? "0"
                : migrations.get(migrations.size() - 1).version();
    }

    private static String describe(Migration migration) {
        return migration.version() + " with checksum " + migration.checksum();
    }

    private static MrException unusable(Object file, String found) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                file + ": " + found + "; use the version of mr that wrote it, or start again in another directory");
    }
}
