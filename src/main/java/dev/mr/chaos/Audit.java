package dev.mr.chaos;

import dev.mr.store.HistoryLine;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
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
    /** The log of the database stays where someone looked into it when its driver closed it, as a soak does to see progress. */
    private static final Set<String> OWN =
            Set.of("driver.json", "driver.lock", "job.db", "job.db-wal", "job.db-shm", "logs", "owner", "token");

    private static final int PAGE = 1000;

    private final ChaosJob job;
    private final Path directory;

    Audit(ChaosJob job, Path directory) {
        this.job = job;
        this.directory = directory;
    }

    private Path database() {
        return directory.resolve(".mr/job.db");
    }

    /** What is not as in a run without faults, a line each: the bytes of the output, what the database and its history say. */
    List<String> differences(Path oracle, int damages) throws IOException {
        List<String> found = new ArrayList<>(compare(oracle.resolve("out"), directory.resolve("out")));
        JobStatus status = StatusReader.read(database()).orElse(null);
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
        found.addAll(repeats(damages));
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
    private List<String> repeats(int damages) {
        List<String> found = new ArrayList<>();
        Set<TaskId> committed = new HashSet<>();
        int lost = 0;
        List<HistoryLine> page;
        long after = 0;
        do {
            page = StatusReader.events(database(), 1, after, PAGE);
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

    /** Files beside the results and the driver's own, in the job's directory and in that of temporary files. */
    List<String> leaks(Path temporary) throws IOException {
        List<String> leaked = new ArrayList<>();
        unexpected(directory, Set.of(".mr", "intermediate", "out"), leaked);
        unexpected(directory.resolve(".mr"), OWN, leaked);
        Set<String> buckets = new HashSet<>();
        for (int map = 0; map < job.maps(); map++) {
            for (int reduce = 0; reduce < job.reduces(); reduce++) {
                buckets.add("mr-" + map + "-" + reduce);
            }
        }
        unexpected(directory.resolve("intermediate"), buckets, leaked);
        unexpected(
                directory.resolve("out"),
                Set.copyOf(IntStream.range(0, job.reduces())
                        .mapToObj(reduce -> job.outputPrefix() + reduce)
                        .toList()),
                leaked);
        unexpected(temporary, Set.of(), leaked);
        return leaked;
    }

    private static void unexpected(Path folder, Set<String> expected, List<String> leaked) throws IOException {
        names(folder).stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> leaked.add(folder.resolve(name) + " was left behind"));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }
}
