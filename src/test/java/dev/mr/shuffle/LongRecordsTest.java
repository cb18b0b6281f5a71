package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Input;
import dev.mr.api.Slice;
import dev.mr.task.InputFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, keys and values of megabytes among short ones: they make room for themselves and change no order. */
class LongRecordsTest {
    private static final int MAPS = 3;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"100000, false", "4000000, false", "4000000, true", "16000000, false", "100000000, false"})
    void values_of_a_key_keep_their_order_whatever_their_length(long memoryBytes, boolean combines) throws Exception {
        DataPlane plane = plane(memoryBytes);
        plane.mapper = (line, out) -> out.emit(new Slice().set(line.array(), line.offset(), line.offset() + 1), line);
        plane.job = plan -> {
            plan.reduce((key, values, out) -> {
                while (values.next()) {
                    out.emit(key, digest(values.bytes().bytes()));
                }
            });
            if (combines) {
                plan.combine((key, values, out) -> {
                    while (values.next()) {
                        out.emit(key, values.bytes());
                    }
                });
            }
        };
        Map<Character, List<String>> expected = new TreeMap<>();
        List<MapResult> maps = maps(
                plane,
                line -> expected.computeIfAbsent(line.charAt(0), unseen -> new ArrayList<>())
                        .add(digest(line.getBytes(StandardCharsets.ISO_8859_1))));

        ReduceResult result = plane.reduce(0, plane.buckets(maps, 0));

        StringBuilder lines = new StringBuilder();
        expected.forEach((key, digests) -> digests.forEach(
                digest -> lines.append(key).append(' ').append(digest).append('\n')));
        assertThat(Files.readString(plane.output(0))).isEqualTo(lines.toString());
        assertThat(result.counters().getOrDefault(ReduceResult.SPILLS, -1L) > 0).isEqualTo(memoryBytes < 1_000_000);
        assertThat(maps.get(0).files())
                .isEqualTo(maps(plane.at(folder.resolve("again")), line -> {})
                        .get(0)
                        .files());
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 4_000_000, 100_000_000})
    void keys_of_megabytes_are_counted_like_others(long memoryBytes) throws Exception {
        for (boolean plain : List.of(false, true)) {
            DataPlane plane = plane(memoryBytes).at(folder.resolve("plain-" + plain));
            plane.mapper = (line, out) -> out.emit(line);
            plane.job = plan -> {
                if (plain) {
                    plan.plainKeys();
                }
                plan.sum();
            };
            Map<String, Integer> expected = new TreeMap<>();
            List<MapResult> maps = maps(plane, line -> expected.merge(line, 1, Integer::sum));
            plane.reduce(0, plane.buckets(maps, 0));
            StringBuilder lines = new StringBuilder();
            expected.forEach(
                    (key, count) -> lines.append(key).append(' ').append(count).append('\n'));
            assertThat(Files.readString(plane.output(0), StandardCharsets.ISO_8859_1)
                            .contentEquals(lines))
                    .isTrue();
        }
    }

    private DataPlane plane(long memoryBytes) {
        DataPlane plane = new DataPlane(folder);
        plane.input = Input.LINES;
        plane.reduceTasks = 1;
        plane.memoryBytes = memoryBytes;
        return plane;
    }

    private interface LineSink {
        void line(String line);
    }

    private static List<MapResult> maps(DataPlane plane, LineSink sink) throws Exception {
        List<MapResult> maps = new ArrayList<>();
        for (int m = 0; m < MAPS; m++) {
            Random random = new Random(m);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int i = 0; i < 60; i++) {
                int length = random.nextInt(12) == 0 ? 1 + random.nextInt(3_500_000) : 1 + random.nextInt(50);
                StringBuilder line = new StringBuilder(length);
                line.append((char) ('a' + random.nextInt(3)));
                String rest = Integer.toString(random.nextInt(1 << 20), 36) + "-";
                while (line.length() < length) {
                    line.append(rest);
                }
                line.setLength(length);
                sink.line(line.toString());
                text.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
            }
            InputFile input = plane.input(text.toByteArray());
            maps.add(plane.mapWhole(m, input));
        }
        return maps;
    }

    private static String digest(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return bytes.length + "#" + Long.toHexString(crc.getValue());
    }
}
