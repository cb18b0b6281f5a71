package dev.mr.shuffle;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** {@link BucketRuns}, of a file that is as its receipt states: its runs, which make the whole file, or a bad bucket. */
public final class BucketRunsFuzz implements FuzzTarget {
    private final ScratchFile scratch = new ScratchFile();

    @Override
    public List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] first : SealedRun.seeds()) {
            byte[] two = new byte[2 * first.length + 1];
            two[0] = (byte) first.length;
            System.arraycopy(first, 0, two, 1, first.length);
            System.arraycopy(first, 0, two, 1 + first.length, first.length);
            seeds.add(two);
        }
        return seeds;
    }

    /** The first byte is how long what becomes the first run is. */
    @Override
    public void run(byte[] input) throws IOException, TaskException {
        if (input.length == 0) {
            return;
        }
        int cut = 1 + (input[0] & 0xFF) % input.length;
        byte[] first = SealedRun.content(Arrays.copyOfRange(input, 1, cut));
        byte[] second = SealedRun.content(Arrays.copyOfRange(input, cut, input.length));
        byte[] content = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, content, first.length, second.length);
        CRC32C crc = new CRC32C();
        crc.update(content);
        Path file = scratch.of(content);
        BucketFile bucket = new BucketFile(3, List.of(file), content.length, (int) crc.getValue());
        OpenBucket.verify(bucket);
        try {
            read(BucketRuns.of(bucket), content.length, SealedRun.kind(Arrays.copyOfRange(input, 1, cut)));
        } catch (BadBucketException refused) {
            return;
        }
    }

    private static void read(BucketRuns runs, int bytes, ValueKind kind) throws IOException, TaskException {
        long next = 0;
        for (int run = 0; run < runs.runs().size(); run++) {
            if (runs.runs().get(run).first() != next) {
                throw new AssertionError("a gap at " + next);
            }
            next = runs.runs().get(run).next();
            try (RunReader reader = new RunReader(runs.open(run), kind)) {
                while (reader.next()) {
                    reader.key().bytes();
                }
            }
        }
        if (next != bytes) {
            throw new AssertionError("runs up to " + next + " of " + bytes);
        }
    }
}
