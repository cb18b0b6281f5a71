package dev.mr.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;

/** The SQL function {@code crc32c(value, ...)}: the CRC32C of the bytes of its values, one after the other; NULL has none. */
final class Crc32cFunction extends Function {
    private static final String NAME = "crc32c";
    private static final int ANY_NUMBER = -1;

    private final CRC32C checksum = new CRC32C();

    private Crc32cFunction() {}

    /** Lets statements of this connection use it. */
    static void define(Connection connection) throws SQLException {
        create(connection, NAME, new Crc32cFunction(), ANY_NUMBER, FLAG_DETERMINISTIC);
    }

    @Override
    protected void xFunc() throws SQLException {
        checksum.reset();
        for (int i = 0; i < args(); i++) {
            byte @Nullable [] bytes = value_blob(i);
            if (bytes != null) {
                checksum.update(bytes);
            }
        }
        result((int) checksum.getValue());
    }
}
