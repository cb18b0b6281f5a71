package dev.mr.shuffle;

import dev.mr.task.Compression;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes made a run whose every checksum fits: without that, nothing but checksums would be looked at. The first byte chooses what the
 * header says, the second where blocks end and which of them pass for compressed; the others are what blocks store.
 */
final class SealedRun {
    private static final int PREFIX = 2;
    private static final List<Compression> COMPRESSIONS = List.of(Compression.values());

    private SealedRun() {}

    /** The bytes as they are if the first has its highest bit set. */
    static byte[] content(byte[] input) {
        if (input.length < PREFIX || input[0] < 0) {
            return input;
        }
        ByteArrayOutputStream run = new ByteArrayOutputStream();
        int version = version(input);
        run.writeBytes(RunFormat.header(version, kind(input), compression(input)));
        int blockBytes = 1 + (input[1] & 0x7F) * 16;
        for (int at = PREFIX; at < input.length; at += blockBytes) {
            byte[] stored = Arrays.copyOfRange(input, at, Math.min(input.length, at + blockBytes));
            int raw = input[1] < 0 ? Math.min(RunFormat.BLOCK_BYTES, 1 + 3 * stored.length) : stored.length;
            byte[] block = new byte[RunFormat.BLOCK_HEADER_BYTES + stored.length];
            System.arraycopy(stored, 0, block, RunFormat.BLOCK_HEADER_BYTES, stored.length);
            RunFormat.putBlockHeader(block, 0, raw, stored.length);
            run.writeBytes(block);
        }
        byte[] end = new byte[RunFormat.END_BYTES];
        int endBytes = RunFormat.putEnd(version, end, 0, 9, run.size());
        run.write(end, 0, endBytes);
        return run.toByteArray();
    }

    /** What the header of such a run says. */
    static ValueKind kind(byte[] input) {
        return input.length > 0 && (input[0] & 2) != 0 ? ValueKind.BYTES : ValueKind.LONGS;
    }

    /** The compression of this number, however high it is. */
    static Compression compression(int number) {
        return COMPRESSIONS.get(number % COMPRESSIONS.size());
    }

    private static int version(byte[] input) {
        return (input[0] & 1) != 0 ? RunFormat.OUTPUT : RunFormat.SHUFFLE;
    }

    private static Compression compression(byte[] input) {
        return compression((input[0] >> 2) & 0x1F);
    }

    /** Inputs that make good runs of some records. */
    static List<byte[]> seeds() {
        byte[] longs = {0, 4, 5, 'k', 'e', 'y', 34, 1, 7, 0, 2, 0, 8, 2, 1};
        byte[] bytes = {2, 4, 5, 'k', 'e', 'y', 2, 'a', 'b', 1, 9, 0, 0, 3, 'x', 1, 'y'};
        byte[] output = {3, 4, 3, 'k', 'e', 'y', 2, 'a', 'b', 0, 1, 'z'};
        return List.of(longs, bytes, output);
    }
}
