package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class JoinedChecksumTest {
    @Test
    void the_checksum_of_a_whole_follows_from_those_of_any_two_parts() {
        Random random = new Random(9);
        for (int bytes : new int[] {0, 1, 2, 100, 65_536, 1_000_003}) {
            byte[] whole = new byte[bytes];
            random.nextBytes(whole);
            for (int cut : new int[] {0, bytes / 3, bytes}) {
                int joined = JoinedChecksum.of(crc(whole, 0, cut), crc(whole, cut, bytes), bytes - cut);
                assertThat(joined).as("%d of %d", cut, bytes).isEqualTo(crc(whole, 0, bytes));
            }
        }
    }

    @Test
    void parts_of_many_gigabytes_add_up_like_their_own_parts() {
        long half = 3L << 32;
        int left = 12345;
        int zeros = JoinedChecksum.of(JoinedChecksum.of(left, 0, half), 0, half);
        assertThat(JoinedChecksum.of(left, 0, 2 * half)).isEqualTo(zeros);
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
