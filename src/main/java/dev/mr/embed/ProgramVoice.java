package dev.mr.embed;

import dev.mr.driver.Voice;
import dev.mr.job.JobProgress;
import dev.mr.task.JobSpec;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps how far the job is, hands on warnings, and says nothing else. */
final class ProgramVoice implements Voice {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramVoice.class);

    private final Consumer<String> warnings;
    private volatile MapReduce.Progress progress;

    ProgramVoice(JobSpec spec, Consumer<String> warnings) {
        this.warnings = warnings;
        this.progress = new MapReduce.Progress(spec.mapTasks(), 0, spec.reduceTasks(), 0, new TreeMap<>());
    }

    @Override
    public void info(String line) {}

    /** A listener that throws must not end the driver. */
    @Override
    public void warn(String line) {
        try {
            warnings.accept(Wording.forProgram(line));
        } catch (RuntimeException ofTheListener) {
            LOG.warn("{} (the listener for warnings failed: {})", line, ofTheListener.toString());
        }
    }

    @Override
    public void progress(JobProgress now) {
        progress = new MapReduce.Progress(
                now.maps(), now.mapsCommitted(), now.reduces(), now.reducesCommitted(), new TreeMap<>(now.counters()));
    }

    /** The job has succeeded. */
    void done(JobSpec spec, SortedMap<String, Long> counters) {
        progress = new MapReduce.Progress(
                spec.mapTasks(), spec.mapTasks(), spec.reduceTasks(), spec.reduceTasks(), new TreeMap<>(counters));
    }

    MapReduce.Progress progress() {
        return progress;
    }
}
