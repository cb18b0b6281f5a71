package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of the parts that runs are made of, as docs/file-formats.md has them. */
class RunFormatTest {
    private static final List<Compression> COMPRESSIONS = List.of(Compression.NONE, Compression.LZ4, Compression.ZSTD);

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01"
    })
    void a_varint_has_seven_bits_a_byte_the_lowest_first(long value, String bytes) {
        byte[] into = new byte[1 + RunFormat.MAX_VARINT_LONG];
        int end = RunFormat.putVarint(into, 1, value);
        assertThat(HexFormat.of().formatHex(into, 1, end)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 1", "1, 2", "-2, 3", "9223372036854775807, -2", "-9223372036854775808, -1"})
    void zigzag_makes_small_numbers_of_either_sign_small(long value, long coded) {
        assertThat(RunFormat.zigzag(value)).isEqualTo(coded);
        assertThat(RunFormat.unzigzag(coded)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 0x01020304, 0x80000000, 0x7f80ff01})
    void ints_are_big_endian(int value) {
        byte[] bytes = new byte[6];
        RunFormat.putInt(bytes, 1, value);
        assertThat(ByteBuffer.wrap(bytes).getInt(1)).isEqualTo(value);
        assertThat(RunFormat.getInt(bytes, 1)).isEqualTo(value);
    }

    @ParameterizedTest
    @EnumSource
    void a_header_says_version_values_and_compression(Compression compression) {
        for (ValueKind kind : ValueKind.values()) {
            for (int version : new int[] {RunFormat.OUTPUT, RunFormat.SHUFFLE}) {
                byte[] header = RunFormat.header(version, kind, compression);
                assertThat(header)
                        .containsExactly(
                                0x89,
                                'm',
                                'r',
                                version,
                                kind == ValueKind.LONGS ? 0 : 1,
                                COMPRESSIONS.indexOf(compression));
                assertThat(RunFormat.isRun(header)).isTrue();
                assertThat(RunFormat.version(header)).isEqualTo(version);
                assertThat(RunFormat.kind(header)).isEqualTo(kind);
                assertThat(RunFormat.compression(header)).isEqualTo(compression);
            }
        }
    }

    @Test
    void what_begins_otherwise_is_no_run() {
        byte[] header = RunFormat.header(RunFormat.SHUFFLE, ValueKind.BYTES, Compression.NONE);
        for (int length = 0; length < 4; length++) {
            assertThat(RunFormat.isRun(Arrays.copyOf(header, length))).isFalse();
        }
        assertThat(RunFormat.isRun(Arrays.copyOf(header, 4))).isTrue();
        for (int at = 0; at < header.length; at++) {
            byte[] other = header.clone();
            other[at] = (byte) (other[at] + 3);
            assertThat(RunFormat.isRun(other)).as("byte %d", at).isEqualTo(at > 3);
            assertThat(RunFormat.kind(other) == null).isEqualTo(at == 4);
            assertThat(RunFormat.compression(other) == null).isEqualTo(at == 5);
        }
    }

    @Test
    void the_end_of_a_run_says_its_longest_key_and_the_bytes_of_all_of_it() {
        byte[] bytes = new byte[40];
        int end = RunFormat.putEnd(RunFormat.SHUFFLE, bytes, 7, 300, (1L << 40) + 5);
        assertThat(end).isEqualTo(7 + RunFormat.END_BYTES);
        byte[] sealed = Arrays.copyOfRange(bytes, 7, end);
        assertThat(RunFormat.isEnd(sealed)).isTrue();
        assertThat(RunFormat.longestKey(sealed)).isEqualTo(300);
        assertThat(RunFormat.runBytes(sealed)).isEqualTo((1L << 40) + 5 + RunFormat.END_BYTES);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] damaged = sealed.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(RunFormat.isEnd(damaged)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void the_end_of_an_output_says_its_longest_key_alone() {
        byte[] bytes = new byte[20];
        int end = RunFormat.putEnd(RunFormat.OUTPUT, bytes, 2, 9, 77);
        assertThat(end).isEqualTo(2 + 3 * Integer.BYTES);
        assertThat(RunFormat.getInt(bytes, 2)).isZero();
        assertThat(RunFormat.getInt(bytes, 6)).isEqualTo(9);
        assertThat(RunFormat.getInt(bytes, 10)).isEqualTo(RunFormat.endCrc(bytes, 2, 8));
    }

    /** Two blocks of which one could be taken for the other. */
    @Test
    void the_checksum_of_a_block_is_of_its_lengths_and_its_bytes() {
        byte[] block = new byte[RunFormat.BLOCK_HEADER_BYTES + 3];
        RunFormat.putBlockHeader(block, 0, 5, 3);
        int crc = RunFormat.getInt(block, 2 * Integer.BYTES);
        assertThat(RunFormat.getInt(block, 0)).isEqualTo(5);
        assertThat(RunFormat.getInt(block, Integer.BYTES)).isEqualTo(3);
        assertThat(RunFormat.crc(block, 0, block, RunFormat.BLOCK_HEADER_BYTES, 3))
                .isEqualTo(crc);
        for (int at : new int[] {3, 7, 12, 14}) {
            byte[] damaged = block.clone();
            damaged[at]++;
            assertThat(RunFormat.crc(damaged, 0, damaged, RunFormat.BLOCK_HEADER_BYTES, 3))
                    .as("byte %d", at)
                    .isNotEqualTo(crc);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void a_block_that_was_compressed_is_restored_to_exactly_so_many_bytes(Compression compression) throws IOException {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] raw = new byte[1000];
        Arrays.fill(raw, 10, 990, (byte) 'a');
        byte[] packed = new byte[codec.maxCompressedBytes(raw.length)];
        int stored = codec.compress(raw, 10, 980, packed);
        assertThat(stored).isLessThan(100);
        byte[] restored = new byte[980];
        codec.decompress(packed, stored, restored, 980);
        assertThat(restored).isEqualTo(Arrays.copyOfRange(raw, 10, 990));
        assertThatThrownBy(() -> codec.decompress(packed, stored, new byte[2000], 981))
                .isInstanceOf(IOException.class)
                .hasMessage("has a block of 980 bytes, expected 981");
        assertThatThrownBy(() -> codec.decompress(packed, stored, new byte[100], 100))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("has a block that cannot be restored: ");
        assertThatThrownBy(() -> codec.decompress(packed, stored / 2, new byte[980], 980))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource
    void noise_is_not_worth_compressing(Compression compression) {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        byte[] packed = new byte[codec.maxCompressedBytes(noise.length)];
        assertThat(codec.compress(noise, 0, noise.length, packed)).isEqualTo(noise.length);
    }

    @Test
    void what_is_not_compressed_is_not_restored() {
        BlockCodec codec = BlockCodec.of(Compression.NONE);
        assertThat(codec.maxCompressedBytes(1000)).isZero();
        assertThatThrownBy(() -> codec.decompress(new byte[1], 1, new byte[2], 2))
                .isInstanceOf(IOException.class)
                .hasMessage("is compressed, but says that it is not");
    }
}
