package dev.mr.driver;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.JobSnapshot;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies in a job directory of which the database knows nothing. Everything is stored before it is done, so this is evidence
 * that rows were lost: SQLite takes the first damaged page of its log for the log's end. No output is wrong because of that,
 * since what is not stored is done again.
 */
final class Unrecorded {
    private static final Pattern ATTEMPT = Pattern.compile("([mr])-(\\d{1,9})\\.(\\d{1,9})-[0-9a-f]{16}");

    /** Maps are handed out in the order of their numbers, so one that was forgotten is among the first that are not committed. */
    private static final int MAPS_LOOKED_AT = 1_000;

    private final JobSnapshot snapshot;
    private final JobDirectory directory;
    private final FileSystem files;
    private final Map<TaskId, JobSnapshot.StoredTask> tasks = new HashMap<>();

    /** {@code snapshot} is of the epoch that has just begun. */
    Unrecorded(JobSnapshot snapshot, JobDirectory directory, FileSystem files) {
        this.snapshot = snapshot;
        this.directory = directory;
        this.files = files;
        snapshot.tasks().forEach(task -> tasks.put(task.task(), task));
    }

    /** One line for people; empty when the database knows of everything that was looked at. */
    Optional<String> warning() throws IOException {
        List<String> found = new ArrayList<>();
        epoch().ifPresent(found::add);
        add(found, attempts());
        add(found, intermediates());
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        directory.database() + " has lost what was stored last (its log was damaged, or an older copy"
                                + " was put in its place): it does not know of " + String.join(", ", found)
                                + "; what it does not know is done again");
    }

    private static void add(List<String> found, List<String> more) {
        if (!more.isEmpty()) {
            found.add(more.get(0) + (more.size() > 1 ? " and " + (more.size() - 1) + " more like it" : ""));
        }
    }

    private Optional<String> epoch() throws IOException {
        return DriverFile.read(directory.driverJson(), files)
                .filter(file -> file.job().equals(snapshot.uuid()) && file.epoch() >= snapshot.epoch())
                .map(file -> "epoch " + file.epoch() + " in " + directory.driverJson());
    }

    private List<String> attempts() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path entry : files.list(directory.attempts())) {
            Matcher name = ATTEMPT.matcher(entry.getFileName().toString());
            if (name.matches()) {
                int index = Integer.parseInt(name.group(2));
                TaskId task = name.group(1).equals("m") ? TaskId.map(index) : TaskId.reduce(index);
                int number = Integer.parseInt(name.group(3));
                JobSnapshot.StoredTask stored = tasks.get(task);
                if (number > (stored == null ? 0 : stored.attempts())) {
                    found.add(task + " attempt " + number + " in " + entry);
                }
            }
        }
        return found;
    }

    /** A map that fell left its files there too, but its receipt is still known. */
    private List<String> intermediates() throws IOException {
        List<String> found = new ArrayList<>();
        int looked = 0;
        for (int map = 0; map < snapshot.spec().mapTasks() && looked < MAPS_LOOKED_AT; map++) {
            JobSnapshot.StoredTask stored = tasks.get(new TaskId(TaskKind.MAP, map));
            if (stored == null || stored.winner().isEmpty()) {
                looked++;
                Path file = directory.intermediate().resolve(JobDirectory.bucketName(map, 0));
                if (files.facts(file).isPresent()) {
                    found.add("a winner of " + TaskId.map(map) + " that left " + file);
                }
            }
        }
        return found;
    }
}
