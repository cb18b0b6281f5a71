package dev.mr.task;

import dev.mr.fuzz.FuzzTarget;
import java.util.List;

/** {@link ChunkManifest}: refuses, or reads what it would write. */
public final class ChunkManifestFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return List.of(
                Sealed.seed(new ChunkManifest(
                                ChunkManifest.By.LINE,
                                List.of(
                                        new ChunkManifest.Chunk("two  words \u00e9_0.txt", 12, 0x0badcafe),
                                        new ChunkManifest.Chunk("_1_mapper_1.txt", 0, 0)))
                        .format()),
                Sealed.seed(new ChunkManifest(ChunkManifest.By.WORD, List.of()).format()));
    }

    @Override
    public void run(byte[] input) {
        ChunkManifest read;
        try {
            read = ChunkManifest.parse(Sealed.content(input));
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!ChunkManifest.parse(read.format()).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
