package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.FileStats;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as they lie in files, and buckets of them: read as they were written, and bad when they are anything else. */
class StoredLinesTest {
    @TempDir
    Path folder;

    private static void assertBad(BucketFile bucket, String message) {
        assertThatThrownBy(() -> OpenBucket.verify(bucket))
                .isInstanceOfSatisfying(
                        BadBucketException.class, bad -> assertThat(bad.map()).isEqualTo(3))
                .hasMessageContaining(message);
    }

    @Test
    void a_bucket_is_verified_against_its_receipt() throws Exception {
        BucketFile good = DataPlane.stored(folder, Bytes.filled('x', 600_000));
        OpenBucket.verify(good);
        OpenBucket.verify(DataPlane.stored(folder, new byte[0]));
        DataPlane.stored(folder, Bytes.filled('x', 600_001));
        assertBad(good, "has 600001 bytes, its receipt says 600000");
        byte[] altered = Bytes.filled('x', 600_000);
        altered[599_999] = 'y';
        DataPlane.stored(folder, altered);
        assertBad(good, String.format("its receipt says %08x", good.crc32c()));
        Files.delete(folder.resolve("bucket"));
        assertBad(good, "none of " + good.candidates() + " exists");
    }

    @Test
    void a_bucket_of_lines_is_read_in_blocks_of_whole_lines() throws Exception {
        BucketFile bucket = DataPlane.stored(folder, Bytes.of("one\ntwo\nthree\n"));
        StringBuilder text = new StringBuilder();
        try (BucketReader reader = new BucketReader(bucket, new Limits(8, 100, 1), Reserve.NONE)) {
            while (reader.next()) {
                String block = new String(reader.text(), 0, reader.length(), StandardCharsets.UTF_8);
                assertThat(block).endsWith("\n");
                text.append(block);
            }
        }
        assertThat(text).hasToString("one\ntwo\nthree\n");
    }

    @Test
    void a_bucket_of_lines_that_is_not_as_its_receipt_states_is_bad() throws Exception {
        BucketFile good = DataPlane.stored(folder, Bytes.of("one\ntwo\n"));
        for (String content : List.of("one\ntwo\nthree\n", "one\ntwx\n", "one\n")) {
            DataPlane.stored(folder, Bytes.of(content));
            try (BucketReader reader = new BucketReader(good, Limits.DEFAULT, Reserve.NONE)) {
                assertThatThrownBy(() -> {
                            while (reader.next()) {
                                assertThat(reader.length()).isEqualTo(8);
                            }
                        })
                        .isInstanceOf(BadBucketException.class)
                        .hasMessageContaining("its receipt says");
            }
        }
    }

    @Test
    void a_bucket_of_lines_that_ends_inside_one_or_has_one_too_long_is_bad() throws Exception {
        for (String content : List.of("one\ntwo", "one\n" + "x".repeat(200) + "\n")) {
            BucketFile bucket = DataPlane.stored(folder, Bytes.of(content));
            try (BucketReader reader = new BucketReader(bucket, new Limits(8, 100, 1), Reserve.NONE)) {
                assertThatThrownBy(() -> {
                            while (reader.next()) {
                                assertThat(reader.length()).isPositive();
                            }
                        })
                        .isInstanceOf(BadBucketException.class)
                        .hasMessageContaining(
                                content.endsWith("o")
                                        ? "does not end with a newline"
                                        : "has too long a line at offset 4");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 16, 1000})
    void lines_of_any_length_are_counted_and_checksummed_whatever_the_buffer(int bufferBytes) throws Exception {
        Path path = folder.resolve("lines");
        StringBuilder expected = new StringBuilder();
        FileStats stats;
        try (RecordFile file = new RecordFile(path, bufferBytes, bufferBytes != 16)) {
            for (int length = 0; length < 40; length++) {
                byte[] line = Bytes.of("-" + "x".repeat(length) + "-".repeat(length % 2 == 0 ? 1 : 30));
                file.appendLine(line, 1, 1 + length);
                expected.append("x".repeat(length)).append('\n');
                assertThat(file.bytes()).isEqualTo(expected.length());
                assertThat(file.records()).isEqualTo(length + 1);
            }
            file.append(Bytes.of("no line"), 0, 7);
            file.append((byte) '!');
            file.endRecord();
            stats = file.finish();
        }
        expected.append("no line!");
        assertThat(path).hasContent(expected.toString());
        assertThat(stats.records()).isEqualTo(41);
        assertThat(stats.bytes()).isEqualTo(expected.length());
        assertThat(stats.crc32c()).isEqualTo(DataPlane.FILES.checksum(path).crc32c());
    }

    @Test
    void a_line_that_holds_a_newline_is_refused_and_nothing_of_it_is_written() throws Exception {
        Path path = folder.resolve("lines");
        try (RecordFile file = new RecordFile(path, 1000, true)) {
            file.appendLine(Bytes.of("first" + "-".repeat(50)), 0, 5);
            for (int length : new int[] {3, 12, 30, 2000}) {
                for (int at : new int[] {0, length - 1}) {
                    byte[] line = Bytes.filled('x', length + (length == 30 ? 0 : 20));
                    line[at] = '\n';
                    assertThatThrownBy(() -> file.appendLine(line, 0, length))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("the key holds a newline");
                }
                byte[] behind = Bytes.filled('x', length + 20);
                behind[length] = '\n';
                file.appendLine(behind, 0, length);
            }
            assertThat(file.finish().records()).isEqualTo(5);
        }
        assertThat(Files.readAllLines(path)).extracting(String::length).containsExactly(5, 3, 12, 30, 2000);
    }
}
