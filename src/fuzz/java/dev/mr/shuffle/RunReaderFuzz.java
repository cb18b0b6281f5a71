package dev.mr.shuffle;

import dev.mr.fuzz.FuzzTarget;
import java.io.IOException;
import java.util.List;

/** {@link RunReader}, of runs whose checksums fit whatever is in them: records, or an IOException. */
public final class RunReaderFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return SealedRun.seeds();
    }

    @Override
    public void run(byte[] input) throws TaskException {
        byte[] content = SealedRun.content(input);
        ValueKind kind = SealedRun.kind(input);
        try (RunReader reader = new RunReader(new ByteRun(content), kind)) {
            for (int record = 0; reader.next(); record++) {
                if (reader.times() < 1) {
                    throw new AssertionError("a record " + reader.times() + " times");
                }
                if (kind == ValueKind.BYTES && record % 3 != 0) {
                    reader.value().bytes();
                }
                reader.key().bytes();
            }
        } catch (IOException refused) {
            return;
        }
    }
}
