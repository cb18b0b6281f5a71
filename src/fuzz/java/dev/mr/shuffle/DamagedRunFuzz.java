package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.fuzz.FuzzTarget;
import dev.mr.fuzz.ScratchFile;
import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs that a {@link RunWriter} wrote: they are read as they were written, and with a byte changed or the end cut off they are refused,
 * or the same all the same. The first bytes choose kind, compression, and what is damaged; the others are keys and values.
 */
public final class DamagedRunFuzz implements FuzzTarget {
    private static final int PREFIX = 5;

    private final ScratchFile scratch = new ScratchFile();

    private record Written(String key, String value, long times) {}

    @Override
    public List<byte[]> seeds() {
        return List.of(
                new byte[] {0, 1, 0, 9, 1, 3, 'k', 'e', 'y', 3, 'k', 'e', 'y', 2, 'a', 'b', 0, 7},
                new byte[] {1, 2, 0, 40, 0, 100, 'k', 'e', 'y', 3, 'k', 'e', 'y', 2, 'a', 'b', 0, 7},
                new byte[] {2, 2, 0, 6, (byte) 0x80, 2, 'k', 'e', 2, 'k', 'e', 1, 'a', 0, 7});
    }

    @Override
    public void run(byte[] input) throws Exception {
        if (input.length < PREFIX) {
            return;
        }
        ValueKind kind = (input[0] & 1) != 0 ? ValueKind.BYTES : ValueKind.LONGS;
        List<Written> written = new ArrayList<>();
        Path file = scratch.none();
        write(input, kind, file, written);
        byte[] content = Files.readAllBytes(file);
        if (!read(content, kind).equals(written)) {
            throw new AssertionError("not as written: " + written);
        }
        if (content.length > 0) {
            int place = (((input[2] & 0xFF) << 8) | (input[3] & 0xFF)) % content.length;
            requireRefusal(damaged(content, place, input[4]), kind, written);
        }
    }

    /** Changed at this place, or cut there when nothing is to be changed. */
    private static byte[] damaged(byte[] content, int place, byte change) {
        if (change == 0) {
            return Arrays.copyOf(content, place);
        }
        byte[] damaged = content.clone();
        damaged[place] ^= change;
        return damaged;
    }

    private static void requireRefusal(byte[] damaged, ValueKind kind, List<Written> written) throws TaskException {
        List<Written> read;
        try {
            read = read(damaged, kind);
        } catch (IOException refused) {
            return;
        }
        if (damaged.length > 0 && !read.equals(written)) {
            throw new AssertionError(written + " became " + read);
        }
    }

    private static void write(byte[] input, ValueKind kind, Path file, List<Written> written) throws IOException {
        Compression compression = SealedRun.compression(input[1] & 0xFF);
        int stretch = (input[0] & 2) != 0 ? 5000 : 1;
        try (RunWriter writer = new RunWriter(file, kind, compression)) {
            byte[] before = {-1};
            for (int at = PREFIX; at < input.length; ) {
                byte[] key = part(input, at, stretch);
                at += 1 + (input[at] & 0x1F);
                byte[] value = at < input.length ? part(input, at, stretch) : new byte[] {7};
                at += at < input.length ? 1 + (input[at] & 0x1F) : 0;
                long times = 1L + value.length % 3;
                boolean same = Arrays.equals(key, before);
                if (kind == ValueKind.LONGS) {
                    long number = Arrays.hashCode(value) * 0x9E3779B97F4A7C15L;
                    writer.append(same, times, key, 0, key.length, number);
                    written.add(new Written(text(key), Long.toString(number), times));
                } else {
                    writer.append(same, times, key, 0, key.length, value, 0, value.length);
                    written.add(new Written(text(key), text(value), times));
                }
                before = key;
            }
            writer.finish();
        }
    }

    private static byte[] part(byte[] input, int at, int stretch) {
        byte[] part = Arrays.copyOfRange(input, at + 1, Math.min(input.length, at + 1 + (input[at] & 0x1F)));
        return stretch > 1 && part.length > 28 ? Arrays.copyOf(part, part.length * stretch) : part;
    }

    private static List<Written> read(byte[] content, ValueKind kind) throws IOException, TaskException {
        List<Written> read = new ArrayList<>();
        try (RunReader reader = new RunReader(new ByteRun(content), kind)) {
            while (reader.next()) {
                String value = kind == ValueKind.LONGS
                        ? Long.toString(reader.number())
                        : text(reader.value().bytes());
                read.add(new Written(text(reader.key().bytes()), value, reader.times()));
            }
        }
        return read;
    }

    private static String text(byte[] bytes) {
        return Slice.of(bytes).length() + " " + new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
