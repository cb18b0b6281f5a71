package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.Durability;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.JobSpec;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The driver's file work: publishing, looking, deleting. Each piece is idempotent, runs on one helper thread in the order it
 * was asked for, and answers with an event. Only the driver renames out of attempt directories, and only it deletes them.
 */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final JobDirectory directory;
    private final FileSystem files;
    private final Receipts receipts;
    private final FinalOutput output;
    private final QuarantineFolder quarantine;
    private final SpentAttempts spent;
    private final Durability durability;
    /** Whether a power cut may undo moves of maps' files: those of an earlier driver too. */
    private boolean unsettled = true;

    private Housekeeping(
            JobDirectory directory,
            FileSystem files,
            Receipts receipts,
            FinalOutput output,
            QuarantineFolder quarantine,
            Durability durability) {
        this.directory = directory;
        this.files = files;
        this.receipts = receipts;
        this.output = output;
        this.quarantine = quarantine;
        this.spent = new SpentAttempts(directory, this::delete);
        this.durability = durability;
    }

    /**
     * For a job of this spec over these inputs.
     *
     * @param assembly where its output is assembled
     * @param goOn how the job goes on when the trouble is over, for messages
     */
    static Housekeeping of(
            JobSpec spec,
            List<InputFile> inputs,
            JobDirectory directory,
            FileSystem files,
            Path assembly,
            String goOn) {
        Receipts receipts = new Receipts(directory, files, spec.outputPrefix());
        return new Housekeeping(
                directory,
                files,
                receipts,
                new FinalOutput(directory, files, receipts, assembly, goOn),
                new QuarantineFolder(directory, files, spec, inputs),
                spec.shuffle().durability());
    }

    /** Moves a winner's map files to {@code intermediate/}; those that were moved before stay, and side files until the end. */
    List<Event> publishMap(Effect.PublishMap publish) throws IOException {
        AttemptId winner = publish.winner();
        List<Event> events = new ArrayList<>();
        for (int bucket = 0; bucket < publish.buckets(); bucket++) {
            String name = JobDirectory.bucketName(winner.task().index(), bucket);
            Path target = directory.intermediate().resolve(name);
            if (!move(directory.attempt(winner).resolve(name), target)) {
                events.add(new Event.WinnerDamaged(winner, target + " is missing"));
                break;
            }
        }
        events.add(new Event.MapPublished(winner));
        if (events.size() == 1 && !publish.hasSideFiles()) {
            spent.add(winner);
            if (spent.isFull()) {
                discardSomeSpent();
            }
        }
        return events;
    }

    /** Whether the file is in its place, moved now or before. */
    private boolean move(Path file, Path target) throws IOException {
        unsettled = true;
        try {
            files.rename(file, target);
            return true;
        } catch (NoSuchFileException missing) {
            if (files.facts(file).isEmpty()) {
                return files.facts(target).isPresent();
            }
        }
        files.ensureDirectories(directory.intermediate());
        files.rename(file, target);
        return true;
    }

    /**
     * Brings the moves of maps' files to the disk, if they are to survive a power cut; before anything is deleted that they were
     * moved from.
     */
    private void settle() throws IOException {
        if (unsettled && durability == Durability.POWER) {
            files.fsync(directory.intermediate());
        }
        unsettled = false;
    }

    /** Looks at a bucket a reduce complained about. */
    Event inspect(AttemptId winner, int bucket, FileStats expected) throws IOException {
        String finding = receipts.damage(winner, bucket, expected);
        return finding.isEmpty() ? new Event.BucketSound(winner, bucket) : new Event.WinnerDamaged(winner, finding);
    }

    /** Deletes an attempt's directory. A zombie may still write into it; what it leaves goes with the job's end. */
    void discard(AttemptId attempt) {
        delete(directory.attempt(attempt));
    }

    /** Deletes all that published winners left. */
    void discardSpent() throws IOException {
        settle();
        spent.discardAll();
    }

    /** Deletes some of what published winners left; whether there is more. For when no map task is at work. */
    boolean discardSomeSpent() throws IOException {
        settle();
        return spent.discardSome();
    }

    private void delete(Path stray) {
        try {
            files.deleteTree(stray);
        } catch (IOException busy) {
            LOG.info("{} is not deleted yet: {}", stray, busy.toString());
        }
    }

    QuarantineFolder quarantine() {
        return quarantine;
    }

    /** Assembles the output from the winners and puts it in place. */
    List<Event> publishOutput(List<Effect.Winner> winners) throws IOException {
        settle();
        return output.publish(winners);
    }

    /** The attempt directories that are not in {@code keep}. */
    List<Path> strayAttempts(Set<String> keep) throws IOException {
        List<Path> stray = new ArrayList<>();
        files.visit(directory.attempts(), entry -> {
            if (!keep.contains(entry.getFileName().toString())) {
                stray.add(entry);
            }
        });
        return stray;
    }

    void delete(List<Path> strays) throws IOException {
        settle();
        strays.forEach(this::delete);
    }

    /** Deletes what killed runs left beside attempts: half-assembled outputs, trash, sequential work. */
    void sweep() throws IOException {
        Set<Path> stray = new HashSet<>();
        for (Path entry : files.list(directory.own())) {
            String name = entry.getFileName().toString();
            if (name.startsWith("publish-")
                    || name.startsWith("trash-")
                    || name.startsWith("work-")
                    || entry.equals(directory.sequentialWork())) {
                stray.add(entry);
            }
        }
        for (Path entry : stray) {
            delete(entry);
        }
    }

    /** As {@link #discardSpent()}, of a job that has ended whatever becomes of that. */
    void discardSpent(Voice voice) {
        inTheEnd(this::discardSpent, voice);
    }

    /**
     * The job succeeded: nothing of its attempts is needed any more, and late writers find no directory. It has succeeded
     * whatever becomes of that.
     */
    void clear(Voice voice) {
        inTheEnd(this::clear, voice);
    }

    private interface Deletion {
        void run() throws IOException;
    }

    private void inTheEnd(Deletion deletion, Voice voice) {
        try {
            deletion.run();
        } catch (IOException failure) {
            voice.warn("what is left in " + directory.attempts() + " cannot be deleted: " + IoFailure.text(failure));
        }
    }

    private void clear() throws IOException {
        settle();
        spent.discardAll();
        try {
            files.deleteTree(directory.attempts());
        } catch (DirectoryNotEmptyException written) {
            // A late writer was quicker; its own directory is gone by now.
            files.deleteTree(directory.attempts());
        }
        sweep();
    }
}
