package dev.mr.shuffle;

import dev.mr.api.Job;
import dev.mr.api.Partitioner;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.JobSpec;
import dev.mr.task.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A whole job on the calling thread, without driver or database: for debuggers, and as the oracle of every other way to run
 * it. Its files are those of the job directory, byte for byte: {@code intermediate/mr-<m>-<b>} and {@code out/out-<r>}.
 */
public final class SequentialRun {
    private final JobSpec spec;
    private final Job job;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final Path intermediate;
    private final Path output;
    private final SortedMap<String, Long> counters = new TreeMap<>();

    private SequentialRun(JobSpec spec, Job job, Path target, FileSystem fileSystem, TaskProgress progress) {
        this.spec = spec;
        this.job = job;
        this.fileSystem = fileSystem;
        this.progress = progress;
        this.intermediate = target.resolve("intermediate");
        this.output = target.resolve("out");
    }

    /**
     * Runs the job.
     *
     * @param tasks the splits of each map task, {@code spec.mapTasks()} entries
     * @param target an existing directory with neither {@code intermediate} nor {@code out} in it; the output is complete
     *     and fsynced only when this returns
     * @return the sums of the tasks' counters
     */
    public static SortedMap<String, Long> run(
            JobSpec spec, Job job, List<List<Split>> tasks, Path target, FileSystem fileSystem, TaskProgress progress)
            throws IOException, TaskException {
        if (tasks.size() != spec.mapTasks()) {
            throw new IllegalArgumentException(tasks.size() + " lists of splits for " + spec.mapTasks() + " map tasks");
        }
        return new SequentialRun(spec, job, target, fileSystem, progress).run(tasks);
    }

    private SortedMap<String, Long> run(List<List<Split>> tasks) throws IOException, TaskException {
        fileSystem.createDirectory(intermediate);
        fileSystem.createDirectory(output);
        List<MapResult> maps = new ArrayList<>();
        for (int m = 0; m < tasks.size(); m++) {
            maps.add(map(m, tasks.get(m)));
        }
        for (int r = 0; r < spec.reduceTasks(); r++) {
            reduce(r, maps);
        }
        fileSystem.fsync(output);
        return counters;
    }

    private MapResult map(int m, List<Split> splits) throws IOException, TaskException {
        MapResult result = MapRun.run(
                new MapPlan(
                        intermediate,
                        m,
                        spec.reduceTasks(),
                        Partitioner.named(spec.partitioner().option()),
                        job.mapper(),
                        splits,
                        spec.memoryBytes()),
                fileSystem,
                progress);
        addUp(result.counters());
        return result;
    }

    private void reduce(int r, List<MapResult> maps) throws IOException, TaskException {
        List<BucketFile> sources = new ArrayList<>();
        for (int m = 0; m < maps.size(); m++) {
            Path path = intermediate.resolve(JobDirectory.bucketName(m, r));
            var stats = maps.get(m).files().get(r);
            sources.add(new BucketFile(m, List.of(path), stats.bytes(), stats.crc32c()));
        }
        ReducePlan plan = new ReducePlan(output, r, spec.outputPrefix() + r, sources, spec.memoryBytes());
        addUp(ReduceRun.run(plan, fileSystem, progress).counters());
    }

    private void addUp(SortedMap<String, Long> more) {
        more.forEach((name, value) -> counters.merge(name, value, Math::addExact));
    }
}
