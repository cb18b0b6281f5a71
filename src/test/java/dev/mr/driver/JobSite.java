package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.job.JobProgress;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore.DriverIdentity;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.TaskId;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One job directory with a small job in it, which outlives the drivers that come and die; and what its output must be. */
final class JobSite {
    static final DriverIdentity DRIVER = new DriverIdentity(1, "alpha", "boot-1");
    private static final List<String> TEXTS = List.of("ab bb ab c", "b ab dd dd e");
    private static final int REDUCES = 2;

    final JobDirectory directory;
    final List<Change> committed = new ArrayList<>();
    final List<String> said = new ArrayList<>();
    int epochChecks;
    final JobSpec spec;
    final InputPlan plan;
    private long nanos = 1_000_000;
    private long random;

    JobSite(Path root) throws IOException {
        this.directory = JobDirectory.at(root.resolve("job"));
        Path inputs = Files.createDirectories(root.resolve("inputs"));
        LocalFileSystem files = new LocalFileSystem();
        files.ensureDirectories(directory.own());
        List<InputFile> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            Path file = Files.writeString(inputs.resolve("input-" + i), TEXTS.get(i));
            FileSystem.FileFacts facts = files.facts(file).orElseThrow();
            texts.add(new InputFile(i, 0, file.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode()));
        }
        this.spec = JobSpecs.wordCount(texts.size(), REDUCES);
        this.plan = new InputPlan(texts, InputPlan.oneFileEach(texts), "one file each");
        try (SqliteStore store = SqliteStore.openOrCreate(directory.database(), files, "database")) {
            new Tenancy(directory, files).own(store.databaseUuid());
            store.create(new NewJob("job-1", spec, plan.inputs(), plan.splits()), DRIVER, 0);
        }
    }

    /** What a driver has that may die at these steps. */
    Site site(Steps steps) {
        FileSystem files = new MortalFiles(new LocalFileSystem(), steps);
        return new Site(
                directory,
                files,
                new TimeSource() {
                    @Override
                    public long nanos() {
                        return nanos;
                    }

                    @Override
                    public long wallMillis() {
                        return nanos / 1_000_000;
                    }
                },
                () -> ++random,
                "1.2.3",
                file -> new MortalStore(SqliteStore.open(file), steps, committed::add, () -> epochChecks++),
                0);
    }

    void passes(Duration time) {
        nanos += time.toNanos();
    }

    Voice voice() {
        return new Voice() {
            @Override
            public void info(String line) {
                said.add(line);
            }

            @Override
            public void warn(String line) {
                said.add(line);
            }

            @Override
            public void progress(JobProgress progress) {}
        };
    }

    /** Every attempt that ever won. */
    List<AttemptId> winners() {
        return committed.stream()
                .filter(Change.Won.class::isInstance)
                .map(change -> ((Change.Won) change).receipt().attempt())
                .toList();
    }

    long wins(TaskId task) {
        return winners().stream().filter(winner -> winner.task().equals(task)).count();
    }

    /** The files below the job directory with their content, but for the driver's own. */
    SortedMap<String, String> results() throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory.root())) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                String name = directory.root().relativize(file).toString();
                if (!name.startsWith(".mr/")) {
                    found.put(name, Files.readString(file));
                }
            }
        }
        return found;
    }

    /** Names in {@code .mr}, but for SQLite's and the secret, which a driver without a server does not make. */
    List<String> own() throws IOException {
        try (Stream<Path> entries = Files.list(directory.own())) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("job.db") && !name.equals("token"))
                    .sorted()
                    .toList();
        }
    }

    /** What a run without faults leaves. */
    static SortedMap<String, String> expectedResults() {
        TreeMap<String, String> expected = new TreeMap<>();
        for (int r = 0; r < REDUCES; r++) {
            List<String> words = new ArrayList<>();
            for (int m = 0; m < TEXTS.size(); m++) {
                int bucket = r;
                List<String> own = Stream.of(TEXTS.get(m).split(" ", -1))
                        .filter(word -> word.charAt(0) % REDUCES == bucket)
                        .toList();
                expected.put("intermediate/mr-" + m + "-" + r, own.isEmpty() ? "" : String.join("\n", own) + "\n");
                words.addAll(own);
            }
            expected.put("out/out-" + r, ManualWorker.counted(words));
        }
        return expected;
    }

    /** The output is that of a run without faults, and nothing else is left. */
    void assertDone() throws IOException {
        assertThat(results()).isEqualTo(expectedResults());
        assertThat(own()).containsExactly("driver.json", "driver.lock", "logs", "owner");
        assertThat(Files.readString(directory.driverJson())).contains("SUCCEEDED");
    }
}
