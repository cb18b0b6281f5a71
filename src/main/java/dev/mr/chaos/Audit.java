package dev.mr.chaos;

import dev.mr.store.HistoryLine;
import dev.mr.store.JobStatus;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What must hold of a finished job, whatever was done to its processes and files. */
final class Audit {
    private static final int PAGE = 1000;

    private final Oracle oracle;
    private final ChaosJob job;
    private final JobPlace place;
    private final Path directory;

    Audit(Oracle oracle, JobPlace place) {
        this.oracle = oracle;
        this.job = oracle.job();
        this.place = place;
        this.directory = place.folder();
    }

    /**
     * What is not as in a run without faults, a line each: the bytes of the output, what the database and its history say.
     *
     * @param damaged files that were damaged, of any job
     */
    List<String> differences(List<Path> damaged) throws IOException {
        List<String> found = new ArrayList<>(compare(oracle.output(), directory.resolve("out")));
        JobStatus status = place.status().orElse(null);
        if (status == null || status.state() != JobState.SUCCEEDED) {
            found.add("its state is " + (status == null ? "lost" : status.state()) + ", expected SUCCEEDED");
            return found;
        }
        if (status.attempts().live() > 0) {
            found.add(status.attempts().live() + " attempts live on");
        }
        if (status.attempts().won() != job.maps() + job.reduces()) {
            found.add(status.attempts().won() + " attempts won, expected " + (job.maps() + job.reduces()));
        }
        status.failures().stream()
                .filter(failure -> failure.kind() == FailureKind.USER)
                .forEach(failure -> found.add(failure.task() + " was blamed on the job's code: " + failure.message()));
        found.addAll(repeats(
                damaged.stream().filter(file -> file.startsWith(directory)).count()));
        return found;
    }

    /** The files of {@code out/} that differ, by name. */
    static List<String> compare(Path expected, Path found) throws IOException {
        Set<String> names = new TreeSet<>(names(expected));
        names.addAll(names(found));
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            Path one = expected.resolve(name);
            Path other = found.resolve(name);
            if (Files.notExists(other)) {
                differences.add("out/" + name + " is missing");
            } else if (Files.notExists(one)) {
                differences.add("out/" + name + " is not in the output of the sequential run");
            } else if (Files.mismatch(one, other) >= 0) {
                differences.add(
                        "out/" + name + " differs from the sequential run at byte " + Files.mismatch(one, other));
            }
        }
        return differences;
    }

    /** Tasks that were handed out though they were committed and intact. */
    private List<String> repeats(long damages) {
        List<String> found = new ArrayList<>();
        Set<TaskId> committed = new HashSet<>();
        int lost = 0;
        List<HistoryLine> page;
        long after = 0;
        do {
            page = place.history(after, PAGE);
            for (HistoryLine line : page) {
                after = line.sequence();
                TaskId task = line.task().orElse(null);
                if (task == null) {
                    continue;
                }
                switch (line.what()) {
                    case "won" -> committed.add(task);
                    case "winner-lost" -> {
                        lost++;
                        committed.remove(task);
                    }
                    case "assigned", "backup" -> {
                        if (committed.contains(task)) {
                            found.add(task + " attempt " + line.attempt() + " was handed out though it was committed");
                        }
                    }
                    default -> {} // says nothing of what is committed
                }
            }
        } while (page.size() == PAGE);
        if (lost > damages) {
            found.add(lost + " committed tasks were thought damaged, but " + damages + " files were");
        }
        return found;
    }

    /** Files beside the results and the driver's own, in the job's folder. */
    List<String> leaks() throws IOException {
        List<String> leaked = new ArrayList<>(unexpected(directory, Set.of(".mr", "intermediate", "out")));
        leaked.addAll(unexpected(directory.resolve(".mr"), place.own()));
        Set<String> buckets = new HashSet<>();
        for (int map = 0; map < job.maps(); map++) {
            for (int reduce = 0; reduce < job.reduces(); reduce++) {
                buckets.add("mr-" + map + "-" + reduce);
            }
        }
        leaked.addAll(unexpected(directory.resolve("intermediate"), buckets));
        leaked.addAll(unexpected(
                directory.resolve("out"),
                Set.copyOf(IntStream.range(0, job.reduces())
                        .mapToObj(reduce -> job.outputPrefix() + reduce)
                        .toList())));
        return leaked;
    }

    /** A line for each file of a folder that is not expected there. */
    static List<String> unexpected(Path folder, Set<String> expected) throws IOException {
        return names(folder).stream()
                .filter(name -> !expected.contains(name))
                .map(name -> folder.resolve(name) + " was left behind")
                .toList();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }
}
