package dev.mr.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionerTest {
    /** Published vectors of FNV-1a, with the sign bit cleared. */
    @ParameterizedTest
    @CsvSource({"'',0x011c9dc5", "a,0x640c292c", "b,0x670c2de5", "foo,0x29f37ed7", "foobar,0x3f9cf968"})
    void fnv1a_is_the_published_function_without_its_sign_bit(String key, String hash) {
        int modulus = Integer.MAX_VALUE;
        assertThat(of(Partitioner.FNV1A, key, modulus)).isEqualTo(Integer.decode(hash) % modulus);
        assertThat(of(Partitioner.FNV1A, key, 10)).isEqualTo(Integer.decode(hash) % 10);
    }

    @ParameterizedTest
    @CsvSource({"apple,97", "Zebra,90", "\u00e9t\u00e9,233", "\u4e2d\u6587,20013", "\ud835\udc9cx,119964"})
    void first_letter_is_the_code_point_of_the_first_letter_whatever_its_bytes(String key, int codePoint) {
        assertThat(of(Partitioner.FIRST_LETTER, key, Integer.MAX_VALUE)).isEqualTo(codePoint);
        assertThat(of(Partitioner.FIRST_LETTER, key, 4)).isEqualTo(codePoint % 4);
    }

    @ParameterizedTest
    @CsvSource({"''", "1st", "'-'", "'\u0301a'"})
    void a_key_that_does_not_begin_with_a_letter_goes_to_the_first_partition(String key) {
        assertThat(of(Partitioner.FIRST_LETTER, key, 7)).isZero();
    }

    @Test
    void only_the_bytes_of_the_key_count_not_those_around_it() {
        byte[] text = "xfoobarx".getBytes(StandardCharsets.UTF_8);
        assertThat(Partitioner.FNV1A.of(new Slice().set(text, 1, 7), 1000))
                .isEqualTo(of(Partitioner.FNV1A, "foobar", 1000));
        assertThat(Partitioner.FIRST_LETTER.of(new Slice().set(text, 1, 7), 1000))
                .isEqualTo('f');
    }

    private static int of(Partitioner partitioner, String key, int partitions) {
        return partitioner.of(Slice.of(key), partitions);
    }
}
