package dev.mr.shuffle;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@link BlockCodec}: blocks come back, and what is none is refused, or restored to bytes that depend on nothing but the block. The
 * first two bytes choose the compression and how long the block is said to be.
 */
public final class BlockCodecFuzz implements FuzzTarget {
    private static final int PREFIX = 2;

    @Override
    public List<byte[]> seeds() {
        byte[] text = "to be or not to be, that is the question; ".repeat(20).getBytes(StandardCharsets.US_ASCII);
        List<byte[]> seeds = new ArrayList<>();
        for (int number = 0; number < Compression.values().length; number++) {
            Compression compression = SealedRun.compression(number);
            byte[] packed = new byte[PREFIX + Math.max(text.length, room(compression, text.length))];
            byte[] stored = new byte[packed.length];
            int length = BlockCodec.of(compression).compress(text, 0, text.length, stored);
            packed[0] = (byte) number;
            packed[1] = (byte) (text.length / 16);
            System.arraycopy(stored, 0, packed, PREFIX, length);
            seeds.add(Arrays.copyOf(packed, PREFIX + length));
        }
        return seeds;
    }

    private static int room(Compression compression, int bytes) {
        return BlockCodec.of(compression).maxCompressedBytes(bytes);
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length <= PREFIX) {
            return;
        }
        Compression compression = SealedRun.compression(input[0] & 0xFF);
        byte[] stored = Arrays.copyOfRange(input, PREFIX, input.length);
        int raw = (input[1] & 0xFF) * 16;
        byte[] once = restored(compression, stored, raw, (byte) 0);
        byte[] again = restored(compression, stored, raw, (byte) -1);
        if (!Arrays.equals(once, again)) {
            throw new AssertionError("a block that does not say what it is");
        }
        requireReturn(compression, stored);
    }

    /** Into memory that is filled with this; empty for a block that is refused. */
    private static byte[] restored(Compression compression, byte[] stored, int raw, byte before) {
        byte[] into = new byte[raw];
        Arrays.fill(into, before);
        try {
            BlockCodec.of(compression).decompress(stored, stored.length, into, raw);
        } catch (IOException refused) {
            return new byte[0];
        }
        return into;
    }

    private static void requireReturn(Compression compression, byte[] raw) throws IOException {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] packed = new byte[room(compression, raw.length)];
        int length = codec.compress(raw, 0, raw.length, packed);
        if (length < raw.length) {
            byte[] into = new byte[raw.length];
            codec.decompress(packed, length, into, raw.length);
            if (!Arrays.equals(into, raw)) {
                throw new AssertionError("not what was compressed");
            }
        }
    }
}
