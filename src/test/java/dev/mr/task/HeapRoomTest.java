package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapRoomTest {
    private static final long MIB = 1 << 20;

    private static String shortage(long memoryBytes, long heapBytes) {
        return HeapRoom.shortage(memoryBytes, heapBytes, "a worker", "MR_WORKER_OPTS");
    }

    @Test
    void the_default_memory_has_room_in_the_default_heap() {
        assertThat(shortage(ShuffleSpec.DEFAULT_MEMORY_BYTES, 247 * MIB)).isEmpty();
        assertThat(shortage(192 * MIB, 256 * MIB)).isEmpty();
    }

    @Test
    void a_shortage_has_both_figures_and_the_heap_to_ask_for() {
        assertThat(shortage(193 * MIB, 256 * MIB))
                .isEqualTo("--memory is 193MiB for one task, but the heap of a worker, 256MiB, has room for 192MiB;"
                        + " give it more with MR_WORKER_OPTS=-Xmx290m, or start with a smaller --memory");
        assertThat(shortage(193 * MIB, 290 * MIB)).isEmpty();
        assertThat(shortage(Long.MAX_VALUE, 256 * MIB)).contains("MR_WORKER_OPTS=-Xmx");
    }
}
