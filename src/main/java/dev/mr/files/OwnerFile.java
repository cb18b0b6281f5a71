package dev.mr.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
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
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

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
            @Nullable OwnerFile read = GSON.fromJson(new String(content, StandardCharsets.UTF_8), OwnerFile.class);
            if (read != null
                    && read.v == 1
                    && read.host != null
                    && read.database != null
                    && read.stateDirectory != null) {
                return Optional.of(read);
            }
        } catch (JsonSyntaxException malformed) {
            throw damaged(file, malformed);
        }
        throw damaged(file, null);
    }

    private static MrException damaged(Path file, @Nullable Throwable cause) {
        return new MrException(
                ExitCode.STATE_UNUSABLE,
                file
                        + " is damaged, expected a line each for v 1, host, stateDirectory and database; delete it, and the next"
                        + " mr-driver resume makes it again (name --state-dir if the database lies elsewhere)",
                cause);
    }

    public byte[] content() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
