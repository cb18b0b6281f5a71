package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordDumpTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private interface Content {
        void write(RunWriter writer) throws IOException;
    }

    private Path records(ValueKind kind, Compression compression, Content content) throws IOException {
        Path file = folder.resolve("mr-0-0");
        Files.deleteIfExists(file);
        try (RunWriter writer = new RunWriter(file, kind, compression)) {
            content.write(writer);
            writer.finish();
        }
        return file;
    }

    private static void put(RunWriter writer, String key, String value) throws IOException {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] more = value.getBytes(StandardCharsets.UTF_8);
        writer.append(bytes, 0, bytes.length, more, 0, more.length);
    }

    private static void put(RunWriter writer, String key, long value) throws IOException {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        writer.append(bytes, 0, bytes.length, value);
    }

    private String text(Path file) throws IOException {
        out.reset();
        RecordDump.print(file, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource
    void longs_are_digits_and_strange_bytes_are_escaped(Compression compression) throws IOException {
        assertThat(text(records(ValueKind.LONGS, compression, to -> {
                    put(to, "", 0);
                    put(to, "a\tb\\c", Long.MIN_VALUE);
                    put(to, "d\ne\rf é", Long.MAX_VALUE);
                })))
                .isEqualTo("\t0\na\\tb\\\\c\t-9223372036854775808\nd\\ne\\rf é\t9223372036854775807\n");
        assertThat(text(records(ValueKind.BYTES, compression, to -> {
                    put(to, "key", "");
                    put(to, "key", "a\nb\t");
                })))
                .isEqualTo("key\t\nkey\ta\\nb\\t\n");
    }

    @ParameterizedTest
    @EnumSource
    void records_longer_than_a_block_are_whole(Compression compression) throws IOException {
        String key = "k".repeat(200_000);
        String value = "v".repeat(300_000);
        assertThat(text(records(ValueKind.BYTES, compression, to -> {
                    put(to, "a", "1");
                    put(to, key, value);
                    put(to, "z", "2");
                })))
                .isEqualTo("a\t1\n" + key + "\t" + value + "\nz\t2\n");
    }

    @Test
    void the_runs_of_a_spill_are_printed_one_after_the_other() throws IOException {
        assertThat(text(records(ValueKind.LONGS, Compression.NONE, to -> {
                    put(to, "b", 1);
                    to.endRun();
                    to.endRun();
                    put(to, "a", 2);
                    to.endRun();
                })))
                .isEqualTo("b\t1\na\t2\n");
    }

    @Test
    void files_of_text_and_empty_ones_are_printed_as_they_are() throws IOException {
        Path file = Files.writeString(folder.resolve("plain"), "a\tb\\\r\nno end");
        assertThat(text(file)).isEqualTo("a\tb\\\r\nno end");
        assertThat(text(Files.writeString(file, ""))).isEmpty();
        assertThat(text(Files.writeString(file, "mr"))).isEqualTo("mr");
        String big = "line\n".repeat(100_000);
        assertThat(text(Files.writeString(file, big))).isEqualTo(big);
    }

    /** Some records in several blocks. */
    private Path large() throws IOException {
        return records(ValueKind.LONGS, Compression.NONE, to -> {
            for (int i = 0; i < 20_000; i++) {
                put(to, String.format("key-%05d", i), i);
            }
        });
    }

    @Test
    void whatever_bit_flips_and_wherever_it_is_cut_what_is_printed_before_the_error_is_sound() throws IOException {
        Path file = large();
        String whole = text(file);
        byte[] bytes = Files.readAllBytes(file);
        // The last eight bytes, the length of the longest key and nothing, say nothing about the records.
        int most = bytes.length - 8;
        for (int at = RunFormat.MAGIC.length;
                at < most;
                at += at < 40 || at > most - 20 ? 1 : Math.min(4_999, most - 10 - at)) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 0x10;
            assertDamaged(file, flipped, whole);
            assertDamaged(file, Arrays.copyOf(bytes, at), whole);
        }
        assertDamaged(file, Arrays.copyOf(bytes, 3), whole);
        assertDamaged(file, Arrays.copyOf(bytes, bytes.length + 7), whole);
    }

    private void assertDamaged(Path file, byte[] content, String whole) throws IOException {
        Files.write(file, content);
        out.reset();
        assertThatThrownBy(() -> RecordDump.print(file, out))
                .isInstanceOf(RecordDump.DamagedException.class)
                .hasMessageMatching(file + " is damaged at byte \\d+: it .+");
        assertThat(whole).startsWith(out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void the_place_of_the_damage_is_that_of_its_block_and_the_blocks_before_it_are_printed() throws IOException {
        Path file = large();
        byte[] bytes = Files.readAllBytes(file);
        int second = RunFormat.HEADER_BYTES
                + RunFormat.BLOCK_HEADER_BYTES
                + RunFormat.getInt(bytes, RunFormat.HEADER_BYTES + 4);
        bytes[second + RunFormat.BLOCK_HEADER_BYTES + 100] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> RecordDump.print(file, out))
                .hasMessage(file + " is damaged at byte " + (second + RunFormat.BLOCK_HEADER_BYTES)
                        + ": it has a block that does not match its checksum");
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count()).isGreaterThan(3_000);
    }

    @Test
    void an_output_that_cannot_be_written_is_told_from_a_file_that_cannot_be_read() throws IOException {
        Path file = large();
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThatThrownBy(() -> RecordDump.print(file, closed))
                .isInstanceOf(RecordDump.OutputException.class)
                .hasMessage("Broken pipe");
    }
}
