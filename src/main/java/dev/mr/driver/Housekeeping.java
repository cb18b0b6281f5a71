package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.AttemptId;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
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
    private final String outputPrefix;
    private final String jobUuid;
    private final long epoch;

    Housekeeping(
            JobDirectory directory,
            FileSystem files,
            Receipts receipts,
            String outputPrefix,
            String jobUuid,
            long epoch) {
        this.directory = directory;
        this.files = files;
        this.receipts = receipts;
        this.outputPrefix = outputPrefix;
        this.jobUuid = jobUuid;
        this.epoch = epoch;
    }

    /** Moves a winner's map files to {@code intermediate/}; those that were moved before stay. */
    List<Event> publishMap(AttemptId winner, int buckets) throws IOException {
        List<Event> events = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            String name = JobDirectory.bucketName(winner.task().index(), bucket);
            Path target = directory.intermediate().resolve(name);
            if (!move(directory.attempt(winner).resolve(name), target)) {
                events.add(new Event.WinnerDamaged(winner, target + " is missing"));
                break;
            }
        }
        events.add(new Event.MapPublished(winner));
        if (events.size() == 1) {
            discard(winner);
        }
        return events;
    }

    /** Whether the file is in its place, moved now or before. */
    private boolean move(Path file, Path target) throws IOException {
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

    /** Looks at a bucket a reduce complained about. */
    Event inspect(AttemptId winner, int bucket, FileStats expected) throws IOException {
        String finding = receipts.damage(winner, bucket, expected);
        return finding.isEmpty() ? new Event.BucketSound(winner, bucket) : new Event.WinnerDamaged(winner, finding);
    }

    /** Deletes an attempt's directory. A zombie may still write into it; what it leaves goes with the job's end. */
    void discard(AttemptId attempt) {
        delete(directory.attempt(attempt));
    }

    private void delete(Path stray) {
        try {
            files.deleteTree(stray);
        } catch (IOException busy) {
            LOG.info("{} is not deleted yet: {}", stray, busy.toString());
        }
    }

    /** Assembles the output from the winners and puts it in place by one rename, on the disk when it answers. */
    List<Event> publishOutput(List<Effect.Winner> winners) throws IOException {
        if (!files.list(directory.output()).isEmpty()) {
            if (!isPublished(winners)) {
                return List.of(foreignOutput());
            }
            // Whoever renamed it may have died before it was on the disk.
            files.fsync(directory.output());
            files.fsync(directory.root());
            return List.of(new Event.OutputPublished());
        }
        List<Event> damaged = new ArrayList<>();
        for (Effect.Winner winner : winners) {
            String finding = winner.verify() ? receipts.damage(winner.receipt()) : "";
            if (!finding.isEmpty()) {
                damaged.add(new Event.WinnerDamaged(winner.receipt().attempt(), finding));
            }
        }
        if (!damaged.isEmpty()) {
            return damaged;
        }
        Path assembly = directory.publish(jobUuid, epoch);
        files.deleteTree(assembly);
        files.createDirectory(assembly);
        for (Effect.Winner winner : winners) {
            AttemptId attempt = winner.receipt().attempt();
            String name = outputPrefix + attempt.task().index();
            Path file = directory.attempt(attempt).resolve(name);
            try {
                files.link(file, assembly.resolve(name));
            } catch (NoSuchFileException gone) {
                damaged.add(new Event.WinnerDamaged(attempt, file + " is missing"));
            }
        }
        if (!damaged.isEmpty()) {
            return damaged;
        }
        files.fsync(assembly);
        files.rename(assembly, directory.output());
        files.fsync(directory.root());
        return List.of(new Event.OutputPublished());
    }

    private boolean isPublished(List<Effect.Winner> winners) throws IOException {
        if (files.list(directory.output()).size() != winners.size()) {
            return false;
        }
        for (Effect.Winner winner : winners) {
            Receipt receipt = winner.receipt();
            Path file = directory
                    .output()
                    .resolve(outputPrefix + receipt.attempt().task().index());
            if (files.facts(file).isEmpty()) {
                return false;
            }
            FileSystem.Checksum seen = files.checksum(file);
            FileStats stated = receipt.files().get(0);
            if (seen.bytes() != stated.bytes() || seen.crc32c() != stated.crc32c()) {
                return false;
            }
        }
        return true;
    }

    private Event foreignOutput() {
        return new Event.Stuck(directory.output()
                + " holds files that are not this job's output; move them away, then: mr-driver resume --dir "
                + directory.root());
    }

    /** Deletes what killed runs left: attempt directories not in {@code keep}, half-assembled outputs, trash, sequential work. */
    void sweep(Set<String> keep) throws IOException {
        Set<Path> stray = new HashSet<>();
        for (Path entry : files.list(directory.attempts())) {
            if (!keep.contains(entry.getFileName().toString())) {
                stray.add(entry);
            }
        }
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

    /**
     * The job succeeded: nothing of its attempts is needed any more, and late writers find no directory. It has succeeded
     * whatever becomes of that.
     */
    void clear(Voice voice) {
        try {
            clear();
        } catch (IOException failure) {
            voice.warn("what is left in " + directory.attempts() + " cannot be deleted: " + failure);
        }
    }

    private void clear() throws IOException {
        try {
            files.deleteTree(directory.attempts());
        } catch (DirectoryNotEmptyException written) {
            // A late writer was quicker; its own directory is gone by now.
            files.deleteTree(directory.attempts());
        }
        sweep(Set.of());
    }
}
