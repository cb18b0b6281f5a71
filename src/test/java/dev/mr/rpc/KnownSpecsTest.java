package dev.mr.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownSpecsTest {
    private final KnownSpecs known = new KnownSpecs();

    /** As they come off the wire: a map of its own each time. */
    private static Map<String, String> options(int job) {
        return new HashMap<>(JobSpecs.wordCount(1 + job, 4).options());
    }

    @Test
    void jobs_that_take_turns_are_each_parsed_once() {
        JobSpec[] first = new JobSpec[KnownSpecs.MOST];
        for (int round = 0; round < 3; round++) {
            for (int job = 0; job < first.length; job++) {
                JobSpec spec = known.spec(options(job));
                first[job] = round == 0 ? spec : first[job];
                assertThat(spec).isSameAs(first[job]);
                assertThat(spec.options()).isEqualTo(options(job));
            }
        }
    }

    @Test
    void the_options_of_specs_that_take_turns_are_each_written_once() {
        JobSpec one = JobSpecs.wordCount(1, 4);
        JobSpec other = JobSpecs.wordCount(2, 4);
        Map<String, String> first = known.options(one);
        assertThat(known.options(other)).isEqualTo(other.options());
        assertThat(known.options(JobSpecs.wordCount(1, 4))).isSameAs(first).isEqualTo(one.options());
    }

    @Test
    void the_one_used_longest_ago_is_forgotten_first() {
        JobSpec busy = known.spec(options(0));
        JobSpec idle = known.spec(options(1));
        for (int job = 2; job <= KnownSpecs.MOST; job++) {
            known.spec(options(job));
            assertThat(known.spec(options(0))).isSameAs(busy);
        }
        assertThat(known.spec(options(1))).isNotSameAs(idle).isEqualTo(idle);
    }

    @Test
    void options_that_are_unreadable_are_refused_each_time() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> known.spec(Map.of())).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
