package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {
    private static final int MANY = 300;

    private static List<ChaosTrial> trials(long seed) {
        ChaosPlan plan = new ChaosPlan(seed);
        return IntStream.rangeClosed(1, MANY).mapToObj(plan::trial).toList();
    }

    private static List<ChaosJob> jobs(List<ChaosTrial> trials) {
        return trials.stream().flatMap(trial -> trial.jobs().stream()).toList();
    }

    private static Set<String> names(Stream<ChaosJob> jobs) {
        return jobs.map(ChaosJob::name).collect(Collectors.toSet());
    }

    @Test
    void a_seed_always_has_the_same_trials_and_another_has_others() {
        assertThat(trials(7)).isEqualTo(trials(7)).isNotEqualTo(trials(8));
        assertThat(new ChaosPlan(7).trial(5)).isEqualTo(trials(7).get(4));
    }

    @Test
    void jobs_are_small_to_middle_and_of_every_bundled_kind() {
        List<ChaosTrial> trials = trials(1);
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.workers() + trial.localWorkers()).isBetween(1, 4);
            assertThat(trial.lease().toMillis()).isBetween(300L, 2_000L);
        });
        List<ChaosJob> jobs = jobs(trials);
        assertThat(jobs)
                .allSatisfy(job -> assertThat(job.maps() + job.reduces()).isBetween(2, 500))
                .anyMatch(job -> job.maps() + job.reduces() > 300)
                .anyMatch(job -> job.maps() == 1);
        assertThat(names(jobs.stream()))
                .isEqualTo(Set.of("wordcount", "streaming", "sort", "distinct", "grep", "indexer", "join", "topk"));
    }

    @Test
    void each_fourth_trial_is_a_service_with_several_jobs_and_no_commands() {
        List<ChaosTrial> served = trials(6).stream().filter(ChaosTrial::served).toList();
        assertThat(served).hasSize(MANY / 4).allSatisfy(trial -> {
            assertThat(trial.jobs()).hasSizeBetween(3, 7);
            assertThat(trial.onSmallDisk()).isFalse();
        });
        assertThat(names(jobs(served).stream()))
                .isEqualTo(Set.of("wordcount", "sort", "distinct", "grep", "indexer", "join", "topk"));
        assertThat(trials(6))
                .filteredOn(trial -> !trial.served())
                .allMatch(trial -> trial.jobs().size() == 1);
    }

    @Test
    void everything_is_done_to_jobs_and_most_often_a_worker_is_killed() {
        List<Mischief> done = trials(2).stream()
                .flatMap(trial -> trial.steps().stream())
                .map(Step::what)
                .toList();
        assertThat(EnumSet.copyOf(done)).isEqualTo(EnumSet.allOf(Mischief.class));
        assertThat(done.stream().filter(what -> what == Mischief.KILL_WORKER).count())
                .isBetween(done.size() * 2L / 5, done.size() * 3L / 4);
    }

    @Test
    void only_a_trial_on_a_small_disk_has_it_filled_and_once() {
        assertThat(trials(3))
                .allMatch(trial -> trial.steps().stream()
                                .filter(step -> step.what() == Mischief.FILL_DISK)
                                .count()
                        == (trial.onSmallDisk() ? 1 : 0))
                .anyMatch(ChaosTrial::onSmallDisk);
    }

    @Test
    void workers_come_back_or_do_not() {
        ChaosTrial trial = new ChaosPlan(1).trial(1);
        assertThat(IntStream.range(0, 3).mapToObj(trial::comesBack)).containsExactlyInAnyOrder(true, true, false);
    }

    @Test
    void an_input_is_the_same_each_time_and_about_as_large_as_said(@TempDir Path folder) throws Exception {
        for (ChaosInput input : new ChaosPlan(4).trial(3).jobs().get(0).inputs()) {
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
                jobs(trials(5)).stream().flatMap(job -> job.inputs().stream()).toList();
        assertThat(inputs)
                .anyMatch(input -> input.bytes() == 0)
                .anyMatch(ChaosInput::broken)
                .anyMatch(ChaosInput::windows);
        assertThat(inputs.stream().map(ChaosInput::alphabet).collect(Collectors.toSet()))
                .hasSize(ChaosInput.Alphabet.values().length);
    }
}
