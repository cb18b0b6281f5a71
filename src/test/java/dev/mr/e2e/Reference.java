package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.shuffle.NaiveWords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a job's output must be, by two ways that share nothing with its run: in one thread, and counted naively. */
final class Reference {
    private Reference() {}

    /** {@code out/} as the same job writes it when one thread does everything. */
    static Map<String, String> sequential(TestJob job) throws IOException {
        Path oracle = job.room().resolve("oracle");
        if (Files.notExists(oracle)) {
            List<String> arguments = new ArrayList<>(List.of("start", "--runner", "sequential"));
            arguments.addAll(List.of("--dir", oracle.toString()));
            arguments.addAll(job.jobArguments());
            job.driver(Map.of(), arguments).endsWith(0);
        }
        return output(oracle);
    }

    /** {@code out/} as counted by a few lines that know nothing of MapReduce. */
    static Map<String, String> naive(TestJob job) throws IOException {
        List<List<String>> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < job.reduceTasks(); bucket++) {
            buckets.add(new ArrayList<>());
        }
        for (Path input : job.inputs()) {
            for (String word : NaiveWords.of(Files.readAllBytes(input))) {
                buckets.get(NaiveWords.firstLetter(word, job.reduceTasks())).add(word);
            }
        }
        Map<String, String> files = new TreeMap<>();
        for (int bucket = 0; bucket < job.reduceTasks(); bucket++) {
            files.put("out-" + bucket, NaiveWords.output(buckets.get(bucket)));
        }
        return files;
    }

    /** The files of a job's {@code out/}. */
    static Map<String, String> output(Path dir) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String name : names(dir.resolve("out"))) {
            files.put(name, Files.readString(dir.resolve("out").resolve(name), StandardCharsets.UTF_8));
        }
        return files;
    }

    static List<String> names(Path directory) throws IOException {
        assertThat(directory).isDirectory();
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
