package dev.mr.cli;

import dev.mr.cli.DamagedJob.Outcome;
import dev.mr.cli.DamagedJob.Verdict;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** One job, damaged in one place at a time and resumed each time; what became of it is counted. */
final class CorruptionSweep {
    private final SweptJob job;
    private final Path room;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Set<Path> files = new TreeSet<>();
    final List<String> wrong = new ArrayList<>();
    private int tries;

    CorruptionSweep(SweptJob job, Path room) {
        this.job = job;
        this.room = room;
    }

    /** One place to be damaged, in the job as it was at one stage, or in its inputs then. */
    record Place(Path stage, boolean input, Mutation mutation) {
        @Override
        public String toString() {
            return stage.getFileName() + ": " + (input ? "input " : "") + mutation;
        }
    }

    /** Every place, each file in so many parts, the database in more. */
    List<Place> places(int parts, int databaseParts, Random random) throws IOException {
        List<Place> places = new ArrayList<>();
        for (Path stage : job.stages()) {
            for (SweptJob.Target target : SweptJob.targets(stage)) {
                int all = target.name().endsWith("job.db") ? databaseParts : parts;
                for (Mutation mutation : Mutation.of(target.name(), target.bytes(), all, random)) {
                    places.add(new Place(stage, false, mutation));
                }
            }
            for (SweptJob.Target target : SweptJob.targets(job.chunks())) {
                for (Mutation mutation : Mutation.of(target.name(), target.bytes(), parts / 4, random)) {
                    places.add(new Place(stage, true, mutation));
                }
            }
        }
        return places;
    }

    /** Damages the job there, resumes it and counts what became of it. */
    void damage(Place place) throws IOException, InterruptedException {
        Path copy = room.resolve("job-" + tries++);
        SweptJob.copyTree(place.stage(), copy);
        Mutation mutation = place.mutation();
        Verdict verdict;
        Path input = job.chunks().resolve(mutation.file());
        byte[] content = place.input() ? Files.readAllBytes(input) : new byte[0];
        FileTime modified = place.input() ? Files.getLastModifiedTime(input) : FileTime.fromMillis(0);
        try {
            mutation.apply(place.input() ? job.chunks() : copy);
            verdict = new DamagedJob(copy, job.expected).resume();
        } finally {
            if (place.input()) {
                Files.write(input, content);
                Files.setLastModifiedTime(input, modified);
            }
        }
        files.add(place.stage().getFileName().resolve(mutation.file()));
        outcomes.merge(verdict.outcome(), 1, Integer::sum);
        if (verdict.outcome() == Outcome.WRONG) {
            wrong.add(place + ": " + verdict.words());
            System.out.println("WRONG " + wrong.get(wrong.size() - 1));
        }
        deleteTree(copy);
    }

    String figures() {
        return files.size() + " files, " + tries + " places, " + outcomes;
    }

    private static void deleteTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
