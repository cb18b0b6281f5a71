package dev.mr.chunk;

import dev.mr.task.ChunkManifest.By;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks of the chunker, not checked yet.
 *
 * @param count the number of chunks as given, so that a bad one is told together with all other problems
 * @param out the folder to make
 * @param name what the chunks' names begin with; null for the input's own name
 * @param force whether an older chunk folder may be replaced
 * @param inputs files and folders of files
 */
public record ChunkRequest(
        @Nullable String count, By by, Path out, @Nullable String name, boolean force, List<Path> inputs) {
    public ChunkRequest {
        inputs = List.copyOf(inputs);
    }
}
