package dev.mr.shuffle;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;

/** {@link RecordDump}: a file's text, or damage with its place. Nobody reads more than some of it. */
public final class RecordDumpFuzz implements FuzzTarget {
    private static final int MOST_BYTES = 1 << 20;

    private final ScratchFile scratch = new ScratchFile();

    @Override
    public List<byte[]> seeds() {
        return SealedRun.seeds();
    }

    @Override
    public void run(byte[] input) throws IOException {
        try {
            RecordDump.print(scratch.of(SealedRun.content(input)), new Some());
        } catch (RecordDump.DamagedException | RecordDump.OutputException refused) {
            return;
        }
    }

    /** Takes {@value #MOST_BYTES} bytes. */
    private static final class Some extends OutputStream {
        private int taken;

        @Override
        public void write(int b) throws IOException {
            take(1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, bytes.length);
            take(length);
        }

        private void take(int length) throws IOException {
            taken += length;
            if (taken > MOST_BYTES) {
                throw new IOException("enough");
            }
        }
    }
}
