package dev.mr.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The statements that a database's schema is made of, as a checksum: they lie in its file, and a flipped bit alters them too. */
final class SchemaText {
    /** The checksum of the template, written beside it at packaging time. */
    static final String RESOURCE = "/db/schema-checksum.txt";

    private SchemaText() {}

    static int checksum(Database database) {
        return database.only("""
                SELECT crc32c(json_group_array(json_array(type, name, tbl_name, sql)))
                FROM (SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name)
                """, row -> row.getInt(1));
    }

    /** That of a database of this version. */
    static int knownChecksum() {
        try (InputStream resource = SchemaText.class.getResourceAsStream(RESOURCE)) {
            byte[] content = Objects.requireNonNull(resource, RESOURCE).readAllBytes();
            return Integer.parseInt(new String(content, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
