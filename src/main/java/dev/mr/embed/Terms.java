package dev.mr.embed;

import dev.mr.task.AttemptRules;
import dev.mr.task.Compression;
import dev.mr.task.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program said of a job, not yet looked at. */
final class Terms {
    private static final Logger LOG = LoggerFactory.getLogger(MapReduce.class);

    final ProgramJob job;
    final SortedMap<String, String> settings = new TreeMap<>();
    final List<Path> inputs = new ArrayList<>();

    @Nullable
    Integer mapTasks;

    int reduceTasks = 4;

    @Nullable
    Integer workers;

    long memoryBytes = 64 << 20;
    int maxAttempts = AttemptRules.DEFAULT.maxAttempts();
    int skipBadRecords;
    Duration taskTimeout = AttemptRules.DEFAULT_TASK_TIMEOUT;
    Compression compression = Compression.NONE;
    Durability durability = Durability.PROCESS;

    @Nullable
    Path directory;

    @Nullable
    Path temporaryIn;

    boolean text;
    boolean retryFailed;
    boolean replaceFinished;
    Consumer<String> warnings = LOG::warn;

    Terms(ProgramJob job) {
        this.job = job;
    }

    Terms copy() {
        Terms copy = new Terms(job);
        copy.settings.putAll(settings);
        copy.inputs.addAll(inputs);
        copy.mapTasks = mapTasks;
        copy.reduceTasks = reduceTasks;
        copy.workers = workers;
        copy.memoryBytes = memoryBytes;
        copy.maxAttempts = maxAttempts;
        copy.skipBadRecords = skipBadRecords;
        copy.taskTimeout = taskTimeout;
        copy.compression = compression;
        copy.durability = durability;
        copy.directory = directory;
        copy.temporaryIn = temporaryIn;
        copy.text = text;
        copy.retryFailed = retryFailed;
        copy.replaceFinished = replaceFinished;
        copy.warnings = warnings;
        return copy;
    }
}
