package dev.mr.shuffle;

import dev.mr.api.Options;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.BadRecord;
import dev.mr.task.JobSpec;
import dev.mr.task.SideFile;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
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
    private final JobPlan job;
    private final Place place;
    private final FileSystem fileSystem;
    private final TaskProgress progress;
    private final LeftOut leftOut;
    private final Path intermediate;
    private final Path output;
    private final SortedMap<String, Long> counters = new TreeMap<>();
    private int skipped;

    /**
     * Where a sequential run works.
     *
     * @param jobDirectory the job's
     * @param target an existing directory with nothing in it, for the results
     */
    public record Place(Path jobDirectory, Path target) {}

    /** Is told of every record that a map leaves out, when it is left out for the first time. */
    @FunctionalInterface
    public interface LeftOut {
        /** {@code failure} is the last on that record; {@code count} records are left out by now, with this one. */
        void record(TaskId task, BadRecord record, int count, UserFailureException failure) throws IOException;
    }

    private SequentialRun(
            JobSpec spec, JobPlan job, Place place, FileSystem fileSystem, TaskProgress progress, LeftOut leftOut) {
        this.spec = spec;
        this.job = job;
        this.place = place;
        this.fileSystem = fileSystem;
        this.progress = progress;
        this.leftOut = leftOut;
        this.intermediate = place.target().resolve("intermediate");
        this.output = place.target().resolve("out");
    }

    /**
     * Runs the job. The output is complete and fsynced only when this returns.
     *
     * @param tasks the splits of each map task, {@code spec.mapTasks()} entries
     * @return the sums of the tasks' counters
     */
    public static SortedMap<String, Long> run(
            JobSpec spec,
            JobPlan job,
            List<List<Split>> tasks,
            Place place,
            FileSystem fileSystem,
            TaskProgress progress,
            LeftOut leftOut)
            throws IOException, TaskException {
        if (tasks.size() != spec.mapTasks()) {
            throw new IllegalArgumentException(tasks.size() + " lists of splits for " + spec.mapTasks() + " map tasks");
        }
        return new SequentialRun(spec, job, place, fileSystem, progress, leftOut).run(tasks);
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
        TaskSite site = enter(TaskId.map(m));
        MapResult result = map(site, splits);
        for (int b = 0; b < spec.reduceTasks(); b++) {
            String name = JobDirectory.bucketName(m, b);
            fileSystem.rename(site.directory().resolve(name), intermediate.resolve(name));
        }
        leave(site, result.sideFiles());
        addUp(result.counters());
        return result;
    }

    /** A record that the map function fails on twice is left out, if any may be. */
    private MapResult map(TaskSite site, List<Split> splits) throws IOException, TaskException {
        List<BadRecord> left = new ArrayList<>();
        BadRecord suspect = null;
        while (true) {
            int most = spec.rules().skipBadRecords();
            Skipping skipping = new Skipping(most > 0, most > 0, left);
            try {
                MapResult result = MapRun.run(
                        new MapPlan(site, job, spec.shuffle(), spec.reduceTasks(), splits, skipping),
                        fileSystem,
                        progress);
                skipped += left.size();
                return result;
            } catch (UserFailureException failure) {
                BadRecord record = failure.record();
                if (record == null || skipped + left.size() >= most) {
                    throw failure;
                }
                if (record.equals(suspect)) {
                    left.add(record);
                    leftOut.record(site.task(), record, skipped + left.size(), failure);
                }
                suspect = record;
                fileSystem.deleteTree(site.directory());
                fileSystem.createDirectory(site.directory());
            }
        }
    }

    private void reduce(int r, List<MapResult> maps) throws IOException, TaskException {
        List<BucketFile> sources = new ArrayList<>();
        for (int m = 0; m < maps.size(); m++) {
            Path path = intermediate.resolve(JobDirectory.bucketName(m, r));
            var stats = maps.get(m).files().get(r);
            sources.add(new BucketFile(m, List.of(path), stats.bytes(), stats.crc32c()));
        }
        TaskSite site = enter(TaskId.reduce(r));
        String name = spec.outputPrefix() + r;
        ReduceResult result = ReduceRun.run(
                new ReducePlan(site, job, spec.shuffle(), spec.reduceTasks(), name, sources), fileSystem, progress);
        fileSystem.rename(site.directory().resolve(name), output.resolve(name));
        leave(site, result.sideFiles());
        addUp(result.counters());
    }

    private TaskSite enter(TaskId task) throws IOException {
        Path directory = place.target().resolve("attempt");
        fileSystem.createDirectory(directory);
        return new TaskSite(
                directory,
                place.jobDirectory(),
                task,
                1,
                new Options(spec.code().settings()));
    }

    private void leave(TaskSite site, List<SideFile> sideFiles) throws IOException {
        if (!sideFiles.isEmpty()) {
            Path folder = JobDirectory.sideFolder(output, site.task());
            fileSystem.ensureDirectories(folder);
            for (SideFile file : sideFiles) {
                fileSystem.rename(
                        JobDirectory.sideFolder(site.directory()).resolve(file.name()), folder.resolve(file.name()));
            }
        }
        fileSystem.deleteTree(site.directory());
    }

    private void addUp(SortedMap<String, Long> more) {
        more.forEach((name, value) -> counters.merge(name, value, Math::addExact));
    }
}
