package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.Compression;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockCodecTest {
    private static final int RAW_BYTES = 1_000;

    private final Random random = new Random(7);

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void what_was_compressed_is_restored(Compression compression) throws Exception {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] raw = repetitive();
        byte[] restored = new byte[RAW_BYTES];
        byte[] stored = compressed(codec, raw);
        assertThat(stored.length).isLessThan(RAW_BYTES);
        codec.decompress(stored, stored.length, restored, RAW_BYTES);
        assertThat(restored).isEqualTo(raw);
    }

    /** Whatever their checksum says: the bytes of a file are anybody's. */
    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void bytes_that_are_no_block_are_restored_or_refused(Compression compression) {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] good = compressed(codec, repetitive());
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bad = round % 2 == 0 ? Arrays.copyOf(good, random.nextInt(good.length + 1)) : good.clone();
            for (int change = random.nextInt(4); change >= 0 && bad.length > 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                codec.decompress(bad, bad.length, new byte[RAW_BYTES], RAW_BYTES);
            } catch (IOException refusal) {
                assertThat(refusal).hasMessageContaining("has a block");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void a_block_of_fewer_bytes_than_stated_is_refused(Compression compression) {
        BlockCodec codec = BlockCodec.of(compression);
        byte[] stored = compressed(codec, repetitive());
        assertThatThrownBy(() -> codec.decompress(stored, stored.length, new byte[RAW_BYTES + 1], RAW_BYTES + 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has a block of 1000 bytes, expected 1001");
    }

    private byte[] repetitive() {
        byte[] raw = new byte[RAW_BYTES];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) ('a' + i % 7 + random.nextInt(2));
        }
        return raw;
    }

    private static byte[] compressed(BlockCodec codec, byte[] raw) {
        byte[] room = new byte[codec.maxCompressedBytes(raw.length)];
        return Arrays.copyOf(room, codec.compress(raw, 0, raw.length, room));
    }
}
