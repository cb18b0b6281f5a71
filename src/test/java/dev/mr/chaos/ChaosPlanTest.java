package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.chaos.ChaosJob.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {
    private static final int MANY = 300;

    private static List<ChaosJob> jobs(long seed) {
        ChaosPlan plan = new ChaosPlan(seed);
        return IntStream.rangeClosed(1, MANY).mapToObj(plan::job).toList();
    }

    @Test
    void a_seed_always_has_the_same_jobs_and_another_has_others() {
        assertThat(jobs(7)).isEqualTo(jobs(7)).isNotEqualTo(jobs(8));
        assertThat(new ChaosPlan(7).job(5)).isEqualTo(jobs(7).get(4));
    }

    @Test
    void jobs_are_small_to_middle_and_of_every_bundled_kind() {
        List<ChaosJob> jobs = jobs(1);
        assertThat(jobs).allSatisfy(job -> {
            assertThat(job.maps() + job.reduces()).isBetween(2, 500);
            assertThat(job.workers() + job.localWorkers()).isBetween(1, 4);
            assertThat(job.lease().toMillis()).isBetween(500L, 2_000L);
        });
        assertThat(jobs).anyMatch(job -> job.maps() + job.reduces() > 300).anyMatch(job -> job.maps() == 1);
        assertThat(jobs.stream().map(ChaosJob::name).collect(Collectors.toSet()))
                .isEqualTo(Set.of("wordcount", "streaming", "sort", "distinct", "grep", "indexer", "join", "topk"));
    }

    @Test
    void everything_is_done_to_jobs_and_most_often_a_worker_is_killed() {
        List<Mischief> done = jobs(2).stream()
                .flatMap(job -> job.steps().stream())
                .map(Step::what)
                .toList();
        assertThat(EnumSet.copyOf(done)).isEqualTo(EnumSet.allOf(Mischief.class));
        assertThat(done.stream().filter(what -> what == Mischief.KILL_WORKER).count())
                .isBetween(done.size() * 2L / 5, done.size() * 3L / 4);
    }

    @Test
    void only_a_job_on_a_small_disk_has_it_filled_and_once() {
        assertThat(jobs(3))
                .allMatch(job -> job.steps().stream()
                                .filter(step -> step.what() == Mischief.FILL_DISK)
                                .count()
                        == (job.onSmallDisk() ? 1 : 0))
                .anyMatch(ChaosJob::onSmallDisk);
    }

    @Test
    void workers_come_back_or_do_not() {
        ChaosJob job = new ChaosPlan(1).job(1);
        assertThat(job.comesBack(0)).isNotEqualTo(job.comesBack(1));
    }

    @Test
    void an_input_is_the_same_each_time_and_about_as_large_as_said(@TempDir Path folder) throws Exception {
        for (ChaosInput input : new ChaosPlan(4).job(3).inputs()) {
            Path one = folder.resolve("one");
            Path other = folder.resolve("other");
            input.write(one);
            input.write(other);
            assertThat(one).hasSameBinaryContentAs(other);
            assertThat(Files.size(one)).isBetween((long) input.bytes(), input.bytes() + 100L);
        }
    }

    @Test
    void some_inputs_are_empty_some_are_not_utf_8_and_some_have_lines_as_on_windows() {
        List<ChaosInput> inputs =
                jobs(5).stream().flatMap(job -> job.inputs().stream()).toList();
        assertThat(inputs)
                .anyMatch(input -> input.bytes() == 0)
                .anyMatch(ChaosInput::broken)
                .anyMatch(ChaosInput::windows);
        assertThat(inputs.stream().map(ChaosInput::alphabet).collect(Collectors.toSet()))
                .hasSize(ChaosInput.Alphabet.values().length);
    }
}
