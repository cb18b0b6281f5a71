package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountedTest {
    @Test
    void only_one_thing_is_in_the_singular() {
        assertThat(Counted.of(1, "map task")).isEqualTo("1 map task");
        assertThat(Counted.of(0, "map task")).isEqualTo("0 map tasks");
        assertThat(Counted.of(1_000_000, "map task")).isEqualTo("1,000,000 map tasks");
    }

    @Test
    void a_plural_may_be_another_word() {
        assertThat(Counted.of(1, "retry", "retries")).isEqualTo("1 retry");
        assertThat(Counted.of(0, "retry", "retries")).isEqualTo("0 retries");
    }
}
