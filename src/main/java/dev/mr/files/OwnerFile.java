package dev.mr.files;

import dev.mr.task.CheckedText;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code owner}: which database decides about a job directory. Written once, durably, before the first job is stored, and again
 * by the next driver should it be gone.
 *
 * @param v version of this format, 1
 * @param host where the database lies when it is not in the job directory; any host otherwise
 * @param stateDirectory the absolute path of the folder with {@code job.db}; empty when it lies in the job directory
 * @param database the database's uuid
 */
public record OwnerFile(int v, String host, String stateDirectory, String database) {
    private static final String CHECKSUM = "crc32c";
    private static final Set<String> FIELDS = Set.of("v", "host", "stateDirectory", "database", CHECKSUM);
    /** As older builds wrote it. */
    private static final Set<String> FIELDS_WITHOUT_CHECKSUM = Set.of("v", "host", "stateDirectory", "database");

    /**
     * What the file says; empty when there is none.
     *
     * @throws MrException STATE_UNUSABLE when it says nothing that can be understood
     */
    public static Optional<OwnerFile> read(Path file, FileSystem files) throws IOException {
        byte[] content;
        try {
            content = files.read(file);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        try {
            JsonFields fields = JsonFields.read(content);
            OwnerFile owner =
                    new OwnerFile(1, fields.text("host"), fields.text("stateDirectory"), fields.text("database"));
            boolean isWhole =
                    fields.names().equals(FIELDS) && fields.text(CHECKSUM).equals(owner.checksum());
            if (fields.number("v") == 1 && (isWhole || fields.names().equals(FIELDS_WITHOUT_CHECKSUM))) {
                return Optional.of(owner);
            }
        } catch (IllegalArgumentException malformed) {
            throw damaged(file, malformed);
        }
        throw damaged(file, null);
    }

    private static MrException damaged(Path file, @Nullable Throwable cause) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                file
                        + " is damaged, expected a line each for v 1, host, stateDirectory, database and their crc32c; delete it, and the next"
                        + " mr-driver resume makes it again (name --state-dir if the database lies elsewhere)",
                cause);
    }

    public byte[] content() {
        return JsonFields.write(
                "v", v, "host", host, "stateDirectory", stateDirectory, "database", database, CHECKSUM, checksum());
    }

    /** Of all the rest. */
    private String checksum() {
        byte[] rest = JsonFields.write("v", v, "host", host, "stateDirectory", stateDirectory, "database", database);
        return HexFormat.of().toHexDigits(CheckedText.digest(rest));
    }
}
