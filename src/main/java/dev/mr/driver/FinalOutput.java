package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The output of a job, made of the files of its winners and put in place by one rename. */
final class FinalOutput {
    private final JobDirectory directory;
    private final FileSystem files;
    private final Receipts receipts;
    private final Path assembly;
    private final String goOn;

    /**
     * For the output of one job.
     *
     * @param assembly where the output is put together; nobody else uses it
     * @param goOn how the job goes on when the trouble is over, for messages
     */
    FinalOutput(JobDirectory directory, FileSystem files, Receipts receipts, Path assembly, String goOn) {
        this.directory = directory;
        this.files = files;
        this.receipts = receipts;
        this.assembly = assembly;
        this.goOn = goOn;
    }

    /** Puts it in place, on the disk when it answers; or says which winners are damaged, or that others' files are in the way. */
    List<Event> publish(List<Effect.Winner> winners) throws IOException {
        List<OutputPart> parts = parts(winners);
        if (!files.list(directory.output()).isEmpty()) {
            return publishedBefore(parts);
        }
        List<Event> damaged = new ArrayList<>();
        for (Effect.Winner winner : winners) {
            String finding = winner.verify() ? receipts.damage(winner.receipt()) : "";
            if (!finding.isEmpty()) {
                damaged.add(new Event.WinnerDamaged(winner.receipt().attempt(), finding));
            }
        }
        if (damaged.isEmpty()) {
            damaged.addAll(assemble(parts));
        }
        if (!damaged.isEmpty()) {
            return damaged;
        }
        files.rename(assembly, directory.output());
        files.fsync(directory.root());
        return List.of(new Event.OutputPublished());
    }

    private List<OutputPart> parts(List<Effect.Winner> winners) {
        return winners.stream()
                .flatMap(winner -> OutputPart.of(winner.receipt(), directory, receipts).stream())
                .toList();
    }

    /** Links every file into the assembly, which then is on the disk; what is missing is the damage of its winner. */
    private List<Event> assemble(List<OutputPart> parts) throws IOException {
        files.deleteTree(assembly);
        files.createDirectory(assembly);
        List<Event> damaged = new ArrayList<>();
        TreeSet<Path> folders =
                new TreeSet<>(Comparator.comparing(Path::getNameCount).thenComparing(Path::toString));
        folders.add(assembly);
        for (OutputPart part : parts) {
            makeFolders(part.place(), folders);
            try {
                files.link(part.written(), assembly.resolve(part.place()));
            } catch (NoSuchFileException gone) {
                damaged.add(new Event.WinnerDamaged(part.winner(), part.written() + " is missing"));
            }
        }
        if (damaged.isEmpty()) {
            for (Path folder : folders.descendingSet()) {
                files.fsync(folder);
            }
        }
        return damaged;
    }

    private void makeFolders(Path place, Set<Path> made) throws IOException {
        for (int depth = 1; depth < place.getNameCount(); depth++) {
            Path folder = assembly.resolve(place.subpath(0, depth));
            if (made.add(folder)) {
                files.createDirectory(folder);
            }
        }
    }

    private List<Event> publishedBefore(List<OutputPart> parts) throws IOException {
        if (!isPublished(parts)) {
            return List.of(new Event.Stuck(
                    directory.output() + " holds files that are not this job's output; move them away, " + goOn));
        }
        // Whoever renamed it may have died before it was on the disk.
        files.fsync(directory.output());
        files.fsync(directory.root());
        return List.of(new Event.OutputPublished());
    }

    /** An output counts as ours only if every file is as its receipt states, and nothing else is there. */
    private boolean isPublished(List<OutputPart> parts) throws IOException {
        long expected =
                parts.stream().map(part -> part.place().getName(0)).distinct().count();
        if (files.list(directory.output()).size() != expected) {
            return false;
        }
        for (OutputPart part : parts) {
            Path file = directory.output().resolve(part.place());
            if (files.facts(file).isEmpty()
                    || !Receipts.difference(files.checksum(file), part.stats()).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
