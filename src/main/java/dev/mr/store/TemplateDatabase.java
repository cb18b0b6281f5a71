package dev.mr.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes, at packaging time, the database that every new job database is a copy of. */
public final class TemplateDatabase {
    /** Where the template is on the class path. */
    static final String RESOURCE = "/db/template.db";

    private TemplateDatabase() {}

    /** Writes the template to the one path given, with its history and the checksum of its schema beside it. The same migrations give the same rows. */
    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IllegalArgumentException(target + " is not a file in a directory");
        }
        Files.createDirectories(directory);
        Files.deleteIfExists(target);
        SchemaMigration.migrate(target);
        String history;
        int schema;
        try (Database database = Database.open(target, "mode=rw")) {
            forgetWhoBuiltIt(database);
            database.pragma("PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal");
            history = SchemaHistory.of(database).format();
            schema = SchemaText.checksum(database);
        }
        Files.writeString(beside(directory, SchemaHistory.RESOURCE), history);
        Files.writeString(beside(directory, SchemaText.RESOURCE), schema + "\n");
    }

    private static Path beside(Path directory, String resource) {
        return directory.resolve(Path.of(resource).getFileName().toString());
    }

    private static void forgetWhoBuiltIt(Database database) {
        database.update("""
                UPDATE flyway_schema_history
                SET installed_by = 'mr', installed_on = '2026-01-01 00:00:00', execution_time = 0
                """);
        database.update("VACUUM");
    }
}
