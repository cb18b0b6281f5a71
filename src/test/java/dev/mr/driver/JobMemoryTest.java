package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.store.JobStore.JobEntry;
import dev.mr.task.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobMemoryTest {
    private final JobMemory memory = new JobMemory(512L << 20);

    private static JobEntry job(int maps, int reduces) {
        return new JobEntry(1, "job", "jobs/job", JobState.PENDING, "", maps, reduces);
    }

    @Test
    void a_job_is_taken_if_it_needs_no_more_than_a_third_of_the_heap() {
        assertThat(memory.refusal(100_000, 10)).isEmpty();
        assertThat(memory.refusal(2_000, 1_000)).isEmpty();
        assertThat(memory.refusal(1_000_000, 4))
                .isEqualTo("1,000,000 map tasks and 4 reduce tasks take about 396 MiB of the service's memory, expected"
                        + " at most 170; ask for fewer tasks, or its operator for more memory (MR_DRIVER_OPTS=-Xmx2g)");
        assertThat(memory.refusal(1_000, 100_000)).contains("1,000 map tasks and 100,000 reduce tasks take about");
    }

    @Test
    void jobs_run_side_by_side_in_two_thirds_and_any_runs_alone() {
        JobEntry large = job(380_000, 4);
        assertThat(memory.hasRoom(large, List.of())).isTrue();
        assertThat(memory.hasRoom(large, List.of(large))).isTrue();
        assertThat(memory.hasRoom(large, List.of(large, large))).isFalse();
        assertThat(memory.hasRoom(job(8, 4), List.of(large, large))).isTrue();
        assertThat(memory.hasRoom(job(1_000_000, 100), List.of())).isTrue();
    }
}
