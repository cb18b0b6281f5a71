package dev.mr.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code owner}: which database decides about a job directory. Written once, durably, before the first job is stored.
 *
 * @param host where the database lies when it is not in the job directory; any host otherwise
 * @param stateDirectory the absolute path of the folder with {@code job.db}; empty when it lies in the job directory
 * @param database the database's uuid
 */
public record OwnerFile(int v, String host, String stateDirectory, String database) {
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** What the file says; empty when there is none. */
    public static Optional<OwnerFile> read(Path file, FileSystem files) throws IOException {
        try {
            @Nullable
            OwnerFile read = GSON.fromJson(new String(files.read(file), StandardCharsets.UTF_8), OwnerFile.class);
            return read == null || read.database == null || read.stateDirectory == null
                    ? Optional.empty()
                    : Optional.of(read);
        } catch (NoSuchFileException | JsonSyntaxException none) {
            return Optional.empty();
        }
    }

    public byte[] content() {
        return (GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
