package dev.mr.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlicesTest {
    private final Slices slices = new Slices(new byte[10], 2);

    @Test
    void has_what_was_added_until_it_is_cleared() {
        slices.add(0, 3);
        slices.add(10, 10);
        assertThat(slices.isFull()).isTrue();
        assertThat(slices.count()).isEqualTo(2);
        assertThat(slices.from(1)).isEqualTo(10);
        assertThat(slices.to(0)).isEqualTo(3);
        slices.clear();
        assertThat(slices.count()).isZero();
        assertThat(slices.isFull()).isFalse();
    }

    @Test
    void takes_only_stretches_of_its_array_and_only_as_many_as_it_has_room_for() {
        assertThatThrownBy(() -> slices.add(9, 11)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slices.add(3, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slices.add(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(slices.count()).isZero();
        slices.add(1, 2);
        slices.add(1, 2);
        assertThatThrownBy(() -> slices.add(1, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("there is room for 2 slices");
        assertThatThrownBy(() -> new Slices(new byte[1], 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
