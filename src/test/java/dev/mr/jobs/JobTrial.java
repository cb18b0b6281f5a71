package dev.mr.jobs;

import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.PlanBuilder;
import dev.mr.shuffle.SequentialRun;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.task.AttemptRules;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import dev.mr.task.PartitionerName;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bundled job run on small inputs, a map task each, with so little memory that it spills. */
final class JobTrial {
    private static final FileSystem FILES = new LocalFileSystem();

    private final Path folder;
    private final Job job;
    private final TreeMap<String, String> settings = new TreeMap<>();
    private final List<InputFile> inputs = new ArrayList<>();
    private ShuffleSpec shuffle = ShuffleSpec.of(PartitionerName.JOB).withMemory(1 << 12);
    private int reduceTasks = 1;

    JobTrial(Path folder, Job job) {
        this.folder = folder;
        this.job = job;
        for (Option option : job.options()) {
            if (option.initial() != null) {
                settings.put(option.name(), option.initial());
            }
        }
    }

    JobTrial with(String option, String value) {
        settings.put(option, value);
        return this;
    }

    JobTrial with(int reduces, ShuffleSpec spec) {
        reduceTasks = reduces;
        shuffle = spec;
        return this;
    }

    /** A file of the input that the user named as number {@code source}. */
    JobTrial on(int source, String name, String content) throws IOException {
        Path path = Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
        FileSystem.FileFacts facts = FILES.facts(path).orElseThrow();
        inputs.add(new InputFile(
                inputs.size(), source, path.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode()));
        return this;
    }

    /** Runs it; answers its counters. Its outputs are then in {@code out}. */
    Map<String, Long> run() throws IOException, TaskException {
        List<List<Split>> tasks = inputs.stream()
                .map(input -> List.of(new Split(input, 0, input.bytes())))
                .toList();
        JobSpec spec = new JobSpec(
                new JobCode(job.name(), List.of(), settings),
                tasks.size(),
                reduceTasks,
                shuffle,
                "out-",
                AttemptRules.DEFAULT);
        return SequentialRun.run(
                spec,
                PlanBuilder.of(job, new Options(settings)),
                tasks,
                new SequentialRun.Place(folder, Files.createDirectory(folder.resolve("run"))),
                FILES,
                new TaskProgress(),
                (task, record, count, failure) -> {});
    }

    /** Runs it; answers its outputs, one after the other. */
    String output() throws IOException, TaskException {
        run();
        StringBuilder all = new StringBuilder();
        for (int r = 0; r < reduceTasks; r++) {
            all.append(output(r));
        }
        return all.toString();
    }

    String output(int reduce) throws IOException {
        return new String(Files.readAllBytes(folder.resolve("run/out/out-" + reduce)), StandardCharsets.ISO_8859_1);
    }
}
