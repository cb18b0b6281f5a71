package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.JobPlan;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;

/** A streaming job over a few small files, on one thread, in a folder of its own. */
final class StreamingRun {
    private static final FileSystem FILES = new LocalFileSystem();

    final Path folder;
    final TaskProgress progress = new TaskProgress();
    UnaryOperator<Mapper> around = mapper -> mapper;
    private final TreeMap<String, String> settings = new TreeMap<>();
    private final List<InputFile> inputs = new ArrayList<>();
    private final List<List<Split>> tasks = new ArrayList<>();
    private int reduceTasks = 1;
    private Path target;

    StreamingRun(Path folder, String mapCommand) {
        this.folder = folder;
        this.target = folder;
        settings.put("map-cmd", mapCommand);
        settings.put("reduce-cmd", "");
        settings.put("input-format", "lines");
    }

    StreamingRun reducedBy(String command) {
        settings.put("reduce-cmd", command);
        return this;
    }

    StreamingRun byFile() {
        settings.put("input-format", "file");
        return this;
    }

    StreamingRun into(int reduces) {
        reduceTasks = reduces;
        return this;
    }

    /** Another file, named after its number, in a map task of its own. */
    StreamingRun over(String content) throws IOException {
        return over(content.getBytes(StandardCharsets.UTF_8));
    }

    StreamingRun over(byte[] content) throws IOException {
        InputFile input = input(content);
        return task(new Split(input, 0, input.bytes()));
    }

    InputFile input(byte[] content) throws IOException {
        Path path = Files.write(folder.resolve("input-" + inputs.size()), content);
        FileSystem.FileFacts facts = FILES.facts(path).orElseThrow();
        InputFile input =
                new InputFile(inputs.size(), 0, path.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
        inputs.add(input);
        return input;
    }

    StreamingRun task(Split... splits) {
        tasks.add(List.of(splits));
        return this;
    }

    /** Runs it; answers the counters. */
    SortedMap<String, Long> run() throws IOException, TaskException {
        JobSpec spec = new JobSpec(
                new JobCode("streaming", List.of(), settings),
                tasks.size(),
                reduceTasks,
                ShuffleSpec.of(PartitionerName.FNV1A).withMemory(8 << 20),
                "out-",
                AttemptRules.DEFAULT);
        target = Files.createTempDirectory(folder, "run");
        JobPlan plan = PlanBuilder.of(new Streaming(), new Options(settings));
        JobPlan observed = new JobPlan(
                plan.input(),
                plan.inputs(),
                () -> around.apply(plan.mapper().get()),
                plan.reducer(),
                plan.combiner(),
                plan.shape(),
                plan.plainKeys(),
                plan.partitioner());
        return SequentialRun.run(
                spec,
                observed,
                tasks,
                new SequentialRun.Place(folder, target),
                FILES,
                progress,
                (task, record, count, failure) -> {});
    }

    /** Runs it and hands back the one output file. */
    String output() throws IOException, TaskException {
        run();
        return output(0);
    }

    String output(int reduce) throws IOException {
        return Files.readString(target.resolve("out/out-" + reduce), StandardCharsets.ISO_8859_1);
    }

    AbstractThrowableAssert<?, ? extends Throwable> assertFails() {
        return assertThatThrownBy(this::run).isInstanceOf(TaskException.class);
    }

    /** What the attempt's commands said on stderr, as it was kept. */
    Path log(String attempt) {
        return folder.resolve(".mr/logs").resolve(attempt + ".stderr");
    }
}
