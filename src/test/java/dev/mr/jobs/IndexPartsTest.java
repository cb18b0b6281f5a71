package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Slice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class IndexPartsTest {
    @Test
    void a_word_is_new_once_until_the_set_is_cleared() {
        WordSet words = new WordSet();
        Set<String> expected = new HashSet<>();
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            String word = "w" + random.nextInt(20_000);
            assertThat(add(words, word)).as(word).isEqualTo(expected.add(word));
        }
        words.clear();
        assertThat(add(words, "w1")).isTrue();
        assertThat(add(words, "w1")).isFalse();
    }

    @Test
    void words_of_all_lengths_and_bytes_are_told_apart_at_the_end_of_an_array_too() {
        WordSet words = new WordSet();
        Set<Slice> expected = new HashSet<>();
        Random random = new Random(4);
        for (int i = 0; i < 50_000; i++) {
            byte[] text = new byte[random.nextInt(16) + random.nextInt(3) * 10];
            for (int b = 0; b < text.length; b++) {
                text[b] = (byte) (random.nextInt(2) * 0x80 + random.nextInt(2));
            }
            int from = random.nextInt(text.length + 1);
            int to = Math.min(text.length, from + 1 + random.nextInt(15));
            if (from < to) {
                Slice word = Slice.of(Arrays.copyOfRange(text, from, to));
                assertThat(words.add(text, from, to)).as(word.toString()).isEqualTo(expected.add(word));
            }
        }
    }

    @Test
    void a_set_that_is_full_forgets_and_never_says_that_a_word_was_there_that_was_not() {
        WordSet words = new WordSet();
        for (int i = 0; i < 200_000; i++) {
            assertThat(add(words, "word-" + i)).isTrue();
        }
        assertThat(add(words, "word-199999")).isFalse();
        assertThat(add(words, "x".repeat(16))).isTrue();
        assertThat(add(words, "x".repeat(16))).isTrue();
    }

    @Test
    void names_are_distinct_and_sorted_in_whatever_order_they_come() {
        NameList list = new NameList();
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            list.clear();
            List<String> names = new ArrayList<>();
            for (int i = random.nextInt(150); i >= 0; i--) {
                names.add((random.nextInt(5) == 0 ? "a,b" : "doc") + random.nextInt(100));
            }
            if (round % 2 == 0) {
                names.sort(null);
            }
            names.forEach(name -> list.add(Slice.of(name)));
            TreeSet<String> distinct = new TreeSet<>(names);
            assertThat(list.countAndNames().text()).isEqualTo(distinct.size() + " " + String.join(",", distinct));
        }
    }

    private static boolean add(WordSet words, String word) {
        byte[] bytes = (" " + word + " ").getBytes(StandardCharsets.UTF_8);
        return words.add(bytes, 1, bytes.length - 1);
    }
}
