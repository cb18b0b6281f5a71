package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Options;
import dev.mr.jobs.WordCount;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SequentialRunTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"FIRST_LETTER", "FNV1A"})
    void word_count_equals_a_naive_one(PartitionerName partitioner) throws Exception {
        byte[] text = RandomText.mixed(new Random(3), 30_000);
        InputFile input = new DataPlane(folder).input(text);
        JobSpec spec =
                JobSpecs.wordCount(3, 4).withShuffle(ShuffleSpec.of(partitioner).withMemory(1 << 14));
        List<List<Split>> tasks = List.of(
                List.of(new Split(input, 0, 9_999)),
                List.of(new Split(input, 9_999, 20_000), new Split(input, 20_000, text.length)),
                List.of());

        JobPlan plan = PlanBuilder.of(new WordCount(), new Options(Map.of()));
        Map<String, Long> counters = SequentialRun.run(
                spec,
                plan,
                tasks,
                new SequentialRun.Place(folder, folder),
                DataPlane.FILES,
                new TaskProgress(),
                (task, record, count, failure) -> {});

        List<String> words = NaiveWords.of(text);
        for (int r = 0; r < 4; r++) {
            int reduce = r;
            String expected = NaiveWords.output(words.stream()
                    .filter(word -> bucket(partitioner, word) == reduce)
                    .toList());
            assertThat(Files.readString(folder.resolve("out/out-" + r))).isEqualTo(expected);
        }
        assertThat(DataPlane.FILES.list(folder.resolve("intermediate"))).hasSize(12);
        assertThat(DataPlane.FILES.list(folder.resolve("out"))).hasSize(4);
        assertThat(counters)
                .containsEntry(MapResult.INPUT_BYTES, (long) text.length)
                .containsEntry(MapResult.OUTPUT_RECORDS, (long) words.size())
                .containsEntry(ReduceResult.INPUT_RECORDS, (long) words.size());
    }

    private static int bucket(PartitionerName partitioner, String word) {
        return partitioner == PartitionerName.FNV1A ? NaiveWords.fnv1a(word, 4) : NaiveWords.firstLetter(word, 4);
    }
}
