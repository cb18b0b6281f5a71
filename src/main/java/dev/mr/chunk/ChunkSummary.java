package dev.mr.chunk;

import dev.mr.task.ChunkManifest;
import dev.mr.task.ChunkManifest.Chunk;
import dev.mr.task.Counted;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a run of the chunker made.
 *
 * @param out the folder as the user named it
 * @param inputs how many input files were read
 */
public record ChunkSummary(Path out, ChunkManifest manifest, int inputs) {
    /** One line for people, such as {@code 6 chunks of 550,184 bytes (+-12) in chunks, by word, from 8 files, ...}. */
    public String line() {
        int count = manifest.chunks().size();
        long total = manifest.chunks().stream().mapToLong(Chunk::bytes).sum();
        double ideal = (double) total / count;
        double widest = manifest.chunks().stream()
                .mapToDouble(chunk -> Math.abs(chunk.bytes() - ideal))
                .max()
                .orElse(0);
        return String.format(
                Locale.ROOT,
                "%s of %,d bytes (+-%,d) in %s, by %s, from %s, %,d bytes",
                Counted.of(count, "chunk"),
                Math.round(ideal),
                (long) Math.ceil(widest),
                out,
                manifest.by().option(),
                Counted.of(inputs, "file"),
                total);
    }
}
