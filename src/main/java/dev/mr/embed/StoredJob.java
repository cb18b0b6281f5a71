package dev.mr.embed;

import dev.mr.files.FileSystem;
import dev.mr.files.InputChange;
import dev.mr.files.JobDirectory;
import dev.mr.store.JobStatus;
import dev.mr.store.JobStore;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The job that lies in a directory. */
record StoredJob(JobDirectory directory, JobStatus status, JobStore.JobOutline outline) {
    private static final Pattern DASHED = Pattern.compile("-([a-z])");
    private static final String SETTING = "set.";

    /** Empty when there is none, or one that a killed replacement has given up. */
    static Optional<StoredJob> in(JobDirectory directory) {
        if (StatusReader.identify(directory.database()).isEmpty()) {
            return Optional.empty();
        }
        return StatusReader.read(directory.database())
                .filter(status -> status.state() != JobState.REPLACED)
                .flatMap(status -> StatusReader.outline(directory.database())
                        .map(outline -> new StoredJob(directory, status, outline)));
    }

    boolean isFinished() {
        return status.state().isFinished();
    }

    /**
     * Refuses another job than this.
     *
     * @throws MrException USAGE with every difference, INPUT_CHANGED when a finished job's inputs are not what it read
     */
    void require(JobSpec given, List<InputFile> inputs, FileSystem files) throws IOException {
        List<String> differences = differences(given);
        List<String> stored = paths(outline.inputs());
        if (!stored.equals(paths(inputs))) {
            differences.add("inputs " + described(paths(inputs)) + " (stored: " + described(stored) + ")");
        }
        if (!differences.isEmpty()) {
            throw new MrException(
                    ExitCode.USAGE,
                    "job " + status.uuid() + " in " + directory.root() + " is another: "
                            + String.join(", ", differences)
                            + "; give it what is stored, or choose another directory"
                            + (isFinished() ? ", or say replaceFinished()" : ""));
        }
        if (status.state() == JobState.SUCCEEDED) {
            requireUnchanged(files);
        }
    }

    /** While a job runs the driver looks at its inputs; this one would hand out results of others than the caller has. */
    private void requireUnchanged(FileSystem files) throws IOException {
        for (InputFile input : outline.inputs()) {
            String change = InputChange.of(input, files);
            if (!change.isEmpty()) {
                throw new MrException(
                        ExitCode.INPUT_CHANGED,
                        change + "; the results in " + directory.root()
                                + " are those of before: choose another directory, or say replaceFinished()");
            }
        }
    }

    private List<String> differences(JobSpec given) {
        Map<String, String> asked = new LinkedHashMap<>(given.options());
        Map<String, String> stored = new LinkedHashMap<>(outline.spec().options());
        // Sampled when the job started.
        asked.remove("range-points");
        stored.remove("range-points");
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(asked.keySet());
        names.addAll(stored.keySet());
        for (String name : names) {
            String wanted = asked.getOrDefault(name, "none");
            String has = stored.getOrDefault(name, "none");
            if (!wanted.equals(has)) {
                differences.add(asCalled(name) + " " + wanted + " (stored: " + has + ")");
            }
        }
        return differences;
    }

    /** As the builder calls what the store has under this name. */
    private static String asCalled(String name) {
        return name.startsWith(SETTING)
                ? "set \"" + name.substring(SETTING.length()) + "\""
                : DASHED.matcher(name).replaceAll(dashed -> dashed.group(1).toUpperCase(Locale.ROOT));
    }

    private static List<String> paths(List<InputFile> inputs) {
        return inputs.stream().map(InputFile::path).toList();
    }

    private static String described(List<String> paths) {
        return paths.size() == 1
                ? paths.get(0)
                : Counted.of(paths.size(), "file") + ", " + paths.get(0) + " to " + paths.get(paths.size() - 1);
    }
}
