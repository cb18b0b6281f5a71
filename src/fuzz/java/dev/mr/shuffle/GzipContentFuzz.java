package dev.mr.shuffle;

import dev.mr.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * {@link GzipContent}: refuses, or reads what the JDK's reader does; and what the JDK's writer wrote comes back. The first byte is the
 * size of the buffer.
 */
public final class GzipContentFuzz implements FuzzTarget {
    private static final int MOST_BYTES = 1 << 22;

    @Override
    public List<byte[]> seeds() throws IOException {
        byte[] one = gzip("to be or not to be ".repeat(9).getBytes(StandardCharsets.US_ASCII));
        byte[] two = Arrays.copyOf(one, 2 * one.length + 3);
        System.arraycopy(one, 0, two, one.length, one.length);
        return List.of(behind(16, one), behind(3, two), behind(200, gzip(new byte[0])));
    }

    private static byte[] behind(int first, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) first;
        System.arraycopy(content, 0, seed, 1, content.length);
        return seed;
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    @Override
    public void run(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int buffer = 1 + (input[0] & 0xFF);
        byte[] packed = Arrays.copyOfRange(input, 1, input.length);
        try (GzipContent again = new GzipContent(new ByteArrayInputStream(gzip(packed)), buffer)) {
            requireEqual(packed, again.readNBytes(MOST_BYTES));
        }
        byte[] read;
        try (GzipContent content = new GzipContent(new ByteArrayInputStream(packed), buffer)) {
            read = content.readNBytes(MOST_BYTES);
        } catch (ZipException refused) {
            return;
        }
        try (GZIPInputStream other = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            requireEqual(other.readNBytes(MOST_BYTES), read);
        }
    }

    private static void requireEqual(byte[] expected, byte[] found) {
        if (!Arrays.equals(expected, found)) {
            throw new AssertionError(found.length + " bytes, expected " + expected.length);
        }
    }
}
