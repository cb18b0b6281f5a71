package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.DriverRun;
import dev.mr.driver.DriverSite;
import dev.mr.driver.InputPlan;
import dev.mr.driver.InputPlanner;
import dev.mr.driver.JobStart;
import dev.mr.driver.Site;
import dev.mr.files.JobDirectory;
import dev.mr.store.SqliteStore;
import dev.mr.task.JobSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A small job that ran once without faults, and its directory as it was at several instants: as a kill would have left it. */
final class SweptJob {
    /** When the directory was copied; each also as a driver leaves it that ends in order, its log moved into the database. */
    enum Stage {
        MAPPING("after won map", 2),
        REDUCING("after won reduce", 1),
        COMMITTING("after moved COMMITTING", 1),
        FINISHED("after the end", 1);

        private final String step;
        private final int count;

        Stage(String step, int count) {
            this.step = step;
            this.count = count;
        }
    }

    private final Path folder;
    private final Map<Stage, Integer> met = new EnumMap<>(Stage.class);
    final Map<String, String> expected;

    /** Runs it; everything lies in {@code folder}. */
    SweptJob(SweptWork work, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        String prose = Files.readString(Path.of("inputs/pg-metamorphosis.txt")).substring(2_000, 5_000);
        Path input = Files.writeString(folder.resolve("text.txt"), work.text(prose));
        ProgramRun chunked = Programs.run(
                MrChunk.NAME,
                "--by",
                "line",
                "--chunks",
                "" + SweptWork.MAPS,
                "--out",
                chunks().toString(),
                input.toString());
        assertThat(chunked.code()).as(chunked.err()).isZero();
        run(work.spec(folder), folder.resolve("job"));
        for (Stage stage : List.of(Stage.MAPPING, Stage.REDUCING, Stage.COMMITTING)) {
            copyTree(killed(stage), stopped(stage));
            SqliteStore.open(JobDirectory.at(stopped(stage)).database()).close();
        }
        this.expected = results(stopped(Stage.FINISHED));
        assertThat(expected).isEqualTo(work.output(chunkTexts()));
    }

    private List<String> chunkTexts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (Target target : targets(chunks())) {
            if (target.name().toString().endsWith(".txt")) {
                texts.add(Files.readString(chunks().resolve(target.name())));
            }
        }
        return texts;
    }

    Path chunks() {
        return folder.resolve("chunks");
    }

    private Path killed(Stage stage) {
        return folder.resolve(stage + "-killed");
    }

    private Path stopped(Stage stage) {
        return folder.resolve(stage + "-stopped");
    }

    /** The directories there are to damage. */
    List<Path> stages() {
        return Stream.of(Stage.values())
                .flatMap(stage -> Stream.of(killed(stage), stopped(stage)))
                .filter(Files::exists)
                .toList();
    }

    private void run(JobSpec spec, Path job) throws IOException {
        Site site = DriverSite.at(JobDirectory.at(job));
        Site watched = site.withStores(store -> new HaltingStore(store, step -> copyAt(step, job)));
        InputPlan plan =
                new InputPlanner(site.files()).plan(List.of(chunks()), SweptWork.MAPS, InputPlanner.Reading.ANYTHING);
        List<String> said = new ArrayList<>();
        try (DriverRun run = OneWorker.run(watched, said)) {
            DriverRun.Outcome outcome = new JobStart(watched).run(spec, plan, false, run, () -> {});
            assertThat(outcome.exitCode().code()).as(said.toString()).isZero();
        }
        copyTree(job, stopped(Stage.FINISHED));
    }

    /** On the driver's thread, which does nothing else meanwhile. */
    private void copyAt(String step, Path job) {
        for (Stage stage : Stage.values()) {
            if (step.startsWith(stage.step) && met.merge(stage, 1, Integer::sum) == stage.count) {
                try {
                    copyTree(job, killed(stage));
                } catch (IOException failure) {
                    throw new java.io.UncheckedIOException(failure);
                }
            }
        }
    }

    /** What vanishes meanwhile was about to. */
    static void copyTree(Path from, Path target) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(from.relativize(path));
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else if (Files.exists(path)) {
                    Files.copy(path, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** The files of a job's {@code out/} and the records that it kept; none where there are none. */
    static Map<String, String> results(Path job) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path out = job.resolve("out");
        for (Target target : Files.exists(out) ? targets(out) : List.<Target>of()) {
            files.put(target.name().toString(), content(out.resolve(target.name())));
        }
        Path quarantine = JobDirectory.at(job).quarantine();
        for (Target target : Files.exists(quarantine) ? targets(quarantine) : List.<Target>of()) {
            if (target.name().toString().endsWith(".record")) {
                files.put("quarantine/" + target.name(), content(quarantine.resolve(target.name())));
            }
        }
        return files;
    }

    private static String content(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** A file's name below a stage, and how long it is. */
    record Target(Path name, long bytes) {}

    static List<Target> targets(Path root) throws IOException {
        List<Target> targets = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path file : paths.sorted().toList()) {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                if (facts.isRegularFile()) {
                    targets.add(new Target(root.relativize(file), facts.size()));
                }
            }
        }
        return targets;
    }
}
