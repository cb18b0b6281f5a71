package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Words;
import dev.mr.files.FileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.Compression;
import dev.mr.task.Durability;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.OutputFormat;
import dev.mr.task.PartitionerName;
import dev.mr.task.RecordNote;
import dev.mr.task.ShuffleSpec;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A folder in which map and reduce attempts are run by hand. */
final class DataPlane {
    static final FileSystem FILES = new LocalFileSystem();
    static final long MEMORY = 1 << 20;

    final Path root;
    int reduceTasks = 3;
    Partitioner partitioner = Partitioner.FIRST_LETTER;
    Mapper mapper = (text, out) -> Words.each(text, (bytes, from, to) -> out.emit(bytes, from, to, 1));
    Consumer<Plan> job = plan -> plan.sum().plainKeys();
    Input input = Input.BLOCKS_OF_WORDS;
    Compression compression = Compression.NONE;
    OutputFormat format = OutputFormat.TEXT;
    long memoryBytes = MEMORY;
    Limits limits = Limits.DEFAULT;
    TaskProgress progress = new TaskProgress();

    DataPlane(Path root) {
        this.root = root;
    }

    /** The same in another folder. */
    DataPlane at(Path other) throws IOException {
        DataPlane same = new DataPlane(Files.createDirectories(other));
        same.reduceTasks = reduceTasks;
        same.partitioner = partitioner;
        same.mapper = mapper;
        same.job = job;
        same.input = input;
        same.compression = compression;
        same.format = format;
        same.memoryBytes = memoryBytes;
        same.limits = limits;
        return same;
    }

    InputFile input(byte[] content) throws IOException {
        return input("input", content);
    }

    InputFile input(String name, byte[] content) throws IOException {
        Path path = Files.write(root.resolve(name), content);
        FileSystem.FileFacts facts = FILES.facts(path).orElseThrow();
        return new InputFile(0, 0, path.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
    }

    Path directory(String name) throws IOException {
        return Files.createDirectories(root.resolve(name));
    }

    private JobPlan plan() {
        return PlanBuilder.of(
                (plan, options) ->
                        job.accept(plan.input(input).map(() -> mapper).partition(partitioner)),
                new Options(Map.of()));
    }

    /** A bucket of map 3 that has this content; the first place where it may be has none. */
    static BucketFile stored(Path folder, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("bucket"), content);
        FileStats stats = stats(file);
        return new BucketFile(3, List.of(folder.resolve("gone"), file), stats.bytes(), stats.crc32c());
    }

    private ShuffleSpec shuffle() {
        return new ShuffleSpec(
                PartitionerName.JOB, List.of(), false, compression, format, memoryBytes, Durability.PROCESS);
    }

    private TaskSite site(Path directory, TaskId task) {
        return new TaskSite(directory, root, task, 1, new Options(Map.of()));
    }

    MapResult map(int map, List<Split> splits) throws IOException, TaskException {
        MapPlan plan =
                new MapPlan(site(directory("maps-" + map), TaskId.map(map)), plan(), shuffle(), reduceTasks, splits);
        MapResult result = MapRun.run(plan, FILES, progress, limits);
        Files.delete(directory("maps-" + map).resolve(RecordNote.FILE_NAME));
        return result;
    }

    Path bucket(int map, int bucket) {
        return root.resolve("maps-" + map).resolve("mr-" + map + "-" + bucket);
    }

    List<String> words(int map, int bucket) throws IOException {
        return Files.readAllLines(bucket(map, bucket), StandardCharsets.UTF_8);
    }

    /** Writes a bucket file with these lines, and says what its receipt would. */
    BucketFile bucketOf(int map, List<String> words) throws IOException {
        directory("maps-" + map);
        Path path = bucket(map, 0);
        Files.writeString(path, words.isEmpty() ? "" : String.join("\n", words) + "\n");
        FileSystem.Checksum checksum = FILES.checksum(path);
        return new BucketFile(map, List.of(root.resolve("nowhere"), path), checksum.bytes(), checksum.crc32c());
    }

    /** Bucket {@code bucket} of what these map tasks wrote. */
    List<BucketFile> buckets(List<MapResult> maps, int bucket) {
        List<BucketFile> files = new ArrayList<>();
        for (int m = 0; m < maps.size(); m++) {
            FileStats stats = maps.get(m).files().get(bucket);
            files.add(new BucketFile(m, List.of(bucket(m, bucket)), stats.bytes(), stats.crc32c()));
        }
        return files;
    }

    /** Runs reduce task {@code reduce} in {@code reduce-<reduce>}. */
    ReduceResult reduce(int reduce, List<BucketFile> sources) throws IOException, TaskException {
        TaskSite site = site(directory("reduce-" + reduce), TaskId.reduce(reduce));
        ReducePlan plan = new ReducePlan(site, plan(), shuffle(), reduceTasks, "out-" + reduce, sources);
        return ReduceRun.run(plan, FILES, progress, limits);
    }

    Path output(int reduce) {
        return root.resolve("reduce-" + reduce).resolve("out-" + reduce);
    }

    ReduceResult reduce(BucketFile... sources) throws IOException, TaskException {
        ReducePlan plan = new ReducePlan(
                site(directory("reduce"), TaskId.reduce(0)), plan(), shuffle(), 1, "out-0", List.of(sources));
        return ReduceRun.run(plan, FILES, progress, limits);
    }

    String output() throws IOException {
        return Files.readString(root.resolve("reduce/out-0"));
    }

    /** Runs map task {@code map} on all of a file. */
    MapResult mapWhole(int map, InputFile file) throws IOException, TaskException {
        return map(map, List.of(new Split(file, 0, file.bytes())));
    }

    /** Cuts {@code [0, bytes)} at these places, which rise. */
    static List<Split> splits(InputFile input, List<Long> cuts) {
        List<Split> splits = new ArrayList<>();
        long first = 0;
        for (long cut : cuts) {
            splits.add(new Split(input, first, cut));
            first = cut;
        }
        splits.add(new Split(input, first, input.bytes()));
        return splits;
    }

    /** What a reader finds in the file. */
    static FileStats stats(Path file) throws IOException {
        FileSystem.Checksum checksum = FILES.checksum(file);
        long lines = 0;
        for (byte b : Files.readAllBytes(file)) {
            lines += b == '\n' ? 1 : 0;
        }
        return new FileStats(checksum.bytes(), lines, checksum.crc32c());
    }
}
