package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Input;
import dev.mr.api.Output;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import dev.mr.api.Values;
import dev.mr.task.InputFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a combiner may rely on, and what it may not do. */
class CombinerTest {
    @TempDir
    Path folder;

    private DataPlane plane = new DataPlane(Path.of(""));
    private final List<String> calls = new ArrayList<>();

    @BeforeEach
    void a_job_that_spills() {
        plane = new DataPlane(folder);
        plane.input = Input.LINES;
        plane.reduceTasks = 1;
        plane.memoryBytes = 1;
        plane.mapper = (line, out) -> out.emit(line, 1);
    }

    @Test
    void it_is_opened_and_closed_once_in_a_map_and_in_a_reduce() throws Exception {
        plane.job = plan -> plan.longs().combine(Recorder::new).reduce((key, values, out) -> {
            long sum = 0;
            while (values.next()) {
                sum += values.number();
            }
            out.emit(key, sum);
        });
        List<MapResult> maps = List.of(plane.mapWhole(0, lines("b", "a", "b")), plane.mapWhole(1, lines("a")));
        assertThat(calls.subList(0, 2)).containsExactly("open 0", "combine");
        assertThat(calls)
                .filteredOn(call -> call.startsWith("open") || call.equals("close"))
                .containsExactly("open 0", "close", "open 1", "close");
        calls.clear();
        plane.reduce(0, plane.buckets(maps, 0));
        assertThat(calls).startsWith("open 0").endsWith("close");
        assertThat(Files.readString(plane.output(0))).isEqualTo("a 2\nb 2\n");
    }

    @Test
    void it_is_opened_and_closed_where_there_is_nothing_to_combine() throws Exception {
        plane.job = plan -> plan.longs().combine(Recorder::new);
        plane.mapWhole(0, lines());
        assertThat(calls).containsExactly("open 0", "close");
    }

    @Test
    void it_emits_under_its_own_key_only() throws Exception {
        plane.job = plan -> plan.longs().combine((key, values, out) -> out.emit("other", 1));
        assertFails("combine function failed on the key \"a\"", "under the key it was called with");
    }

    @Test
    void it_emits_values_of_the_jobs_kind_only() throws Exception {
        plane.job = plan -> plan.longs().combine((key, values, out) -> out.emit(key, "text"));
        assertFails("the job's values are longs");
        plane.mapper = (line, out) -> out.emit(line, "text");
        plane.job = plan -> plan.combine((key, values, out) -> out.emit(key, 7));
        assertFails("the job's values are bytes");
    }

    @Test
    void it_emits_nothing_when_it_is_closed() throws Exception {
        plane.job = plan -> plan.longs().combine(() -> new Recorder() {
            @Override
            public void close(Output out) {
                out.emit("a", 1);
            }
        });
        assertFails("combine function's close failed", "a combiner emits nothing when it is closed");
    }

    @Test
    void what_it_throws_fails_the_attempt_even_if_the_mapper_swallows_it() throws Exception {
        plane.mapper = (line, out) -> {
            try {
                out.emit(line, 1);
            } catch (RuntimeException ignored) {
                // as the job's code may
            }
        };
        plane.job = plan -> plan.longs().combine((key, values, out) -> {
            throw new IllegalStateException("my bug");
        });
        assertFails("combine function failed on the key \"a\"", "my bug");
    }

    @Test
    void a_sum_beyond_a_long_fails_the_attempt_even_if_the_mapper_swallows_it() throws Exception {
        plane.memoryBytes = 1 << 20;
        plane.mapper = (line, out) -> {
            try {
                out.emit(line, Long.MAX_VALUE);
            } catch (RuntimeException ignored) {
                // as the job's code may
            }
        };
        plane.job = plan -> plan.sum();
        assertFails("the values of the key \"a\" cannot be added up", "beyond a long");
        plane.memoryBytes = 1;
        assertFails("beyond a long");
    }

    private InputFile lines(String... lines) throws Exception {
        return plane.input(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private void assertFails(String... messages) throws Exception {
        InputFile input = lines("a", "b", "a", "b");
        var thrown = assertThatThrownBy(
                        () -> plane.at(folder.resolve("run-" + calls.size())).mapWhole(calls.size(), input))
                .isInstanceOf(UserFailureException.class);
        for (String message : messages) {
            thrown.hasMessageContaining(message);
        }
        calls.add("failed");
    }

    /** Adds up, and says what it is asked to do. */
    private class Recorder implements Reducer {
        @Override
        public void open(TaskContext task) {
            calls.add("open " + task.id());
        }

        @Override
        public void reduce(Slice key, Values values, Output out) {
            calls.add("combine");
            long sum = 0;
            while (values.next()) {
                sum += values.number();
            }
            out.emit(key, sum);
        }

        @Override
        public void close(Output out) {
            calls.add("close");
        }
    }
}
