package dev.mr.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state of the small world: 2 map tasks, 1 reduce task, 2 workers; 2 driver crashes, 1 zombie, 1 lost stream, 1 repeated report, at
 * any point and in any order. Another is named by {@code mr.proof.explore}: maps, reduces and workers, then crashes, paused drivers,
 * zombies, lost streams, repeats and damaged files, such as {@code 2,1,2,2,0,1,1,1,0}.
 */
class ExhaustiveProof {
    private static final int LEAST_STATES = 100_000;

    @Test
    void no_state_of_the_small_world_breaks_a_rule_and_from_each_the_job_can_succeed() {
        String named = System.getProperty("mr.proof.explore", "");
        Exploration.Result result = explored(named.isEmpty() ? "2,1,2,2,0,1,1,1,0" : named);
        assertThat(result.states()).isGreaterThan(named.isEmpty() ? LEAST_STATES : 0);
    }

    static Stream<String> variations() {
        return Stream.of(
                "2,2,2,1,0,1,0,0,0",
                "2,1,2,0,1,1,0,0,0",
                "2,1,2,1,1,0,0,1,0",
                "2,1,2,1,0,0,0,0,1",
                "2,1,2,0,0,1,1,0,1",
                "1,1,3,1,0,1,1,0,0");
    }

    /** More reduces, paused drivers, damaged files, more workers: each alone, or with one of the others. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("variations")
    void the_same_is_true_of_its_variations(String scope) {
        explored(scope);
    }

    private static Exploration.Result explored(String numbers) {
        List<Integer> of = new ArrayList<>();
        for (String number : numbers.split(",", -1)) {
            of.add(Integer.parseInt(number.strip()));
        }
        Budget budget = new Budget(of.get(3), of.get(4), of.get(5), of.get(6), of.get(7), of.get(8));
        long began = System.nanoTime();
        Exploration.Result result =
                new Exploration(Scope.of(of.get(0), of.get(1), of.get(2), budget), System.out::println).run();
        System.out.println(result + ", " + (System.nanoTime() - began) / 1_000_000 + " ms");
        result.requireLawful();
        return result;
    }
}
