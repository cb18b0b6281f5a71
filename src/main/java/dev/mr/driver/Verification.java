package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.job.JobSnapshot;
import dev.mr.store.StatusReader;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.FileStats;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.NextCommand;
import dev.mr.task.Receipt;
import dev.mr.task.TaskKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code mr-driver verify}: whether the output of a job that succeeded, and what is left of its intermediate files, still is what its
 * winners wrote, and the records that it left out what they were. Changes nothing.
 */
public final class Verification {
    private final JobDirectory directory;
    private final FileSystem files;

    public Verification(JobDirectory directory, FileSystem files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * An output that is sound.
     *
     * @param bytes of all its files
     */
    public record Sound(String job, int files, long bytes) {}

    private record Expected(Path file, FileStats stats) {}

    /**
     * Reads all of the output.
     *
     * @throws MrException STATE_UNUSABLE when it or what is stored about it is damaged, USAGE when the job did not succeed
     */
    public Sound run() throws IOException {
        ServiceRoot.refuse(directory, files);
        new Tenancy(directory, files).checkDatabaseIsThere();
        JobSnapshot job = StatusReader.whole(directory.database())
                .map(StatusReader.Whole::job)
                .orElseThrow(() -> new MrException(
                        ExitCode.USAGE,
                        "there is no job in " + directory.root() + "; start one: "
                                + NextCommand.start(directory.root())));
        if (job.state() != JobState.SUCCEEDED) {
            throw new MrException(
                    ExitCode.USAGE,
                    "job " + job.uuid() + " in " + directory.root() + " is " + job.state()
                            + ", expected SUCCEEDED: there is no output yet; see mr-driver status");
        }
        List<Expected> expected = expected(job);
        List<String> findings = new ArrayList<>();
        long bytes = 0;
        for (Expected one : expected) {
            finding(one.file(), one.stats(), files).ifPresent(findings::add);
            bytes += one.stats().bytes();
        }
        findings.addAll(foreign(expected));
        for (Expected one : intermediates(job)) {
            finding(one.file(), one.stats(), files).ifPresent(findings::add);
        }
        findings.addAll(kept());
        if (!findings.isEmpty()) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    told(findings) + "; bring back a copy, or make the output again with mr-driver start --force");
        }
        return new Sound(job.uuid(), expected.size(), bytes);
    }

    /** What is left of what the maps wrote; nobody needs it any more, so that it may also be gone. */
    private List<Expected> intermediates(JobSnapshot job) throws IOException {
        List<Expected> left = new ArrayList<>();
        for (JobSnapshot.StoredTask task : job.tasks()) {
            List<FileStats> buckets = task.task().kind() == TaskKind.MAP
                    ? task.winner().map(Receipt::files).orElse(List.of())
                    : List.of();
            for (int bucket = 0; bucket < buckets.size(); bucket++) {
                Path file = directory
                        .intermediate()
                        .resolve(JobDirectory.bucketName(task.task().index(), bucket));
                if (files.facts(file).isPresent()) {
                    left.add(new Expected(file, buckets.get(bucket)));
                }
            }
        }
        return left;
    }

    private List<Expected> expected(JobSnapshot job) {
        Receipts receipts = new Receipts(directory, files, job.spec().outputPrefix());
        return job.tasks().stream()
                .flatMap(task -> task.winner().stream())
                .flatMap(winner -> OutputPart.of(winner, directory, receipts).stream())
                .map(part -> new Expected(directory.output().resolve(part.place()), part.stats()))
                .toList();
    }

    /** What is wrong with a file that should be as stated. */
    static Optional<String> finding(Path file, FileStats stated, FileSystem files) throws IOException {
        if (files.facts(file).isEmpty()) {
            return Optional.of(file + " is missing");
        }
        String difference = Receipts.difference(files.checksum(file), stated);
        return difference.isEmpty() ? Optional.empty() : Optional.of(file + " is damaged: it has " + difference);
    }

    /** Of the records that were left out; who has dealt with them may have deleted them. */
    private List<String> kept() throws IOException {
        List<String> findings =
                new ArrayList<>(KeptRecords.in(directory.quarantine(), files).findings());
        Path job = directory.quarantine().resolve(KeptJob.NAME);
        if (files.facts(job).isPresent()) {
            try {
                KeptJob.parse(files.read(job));
            } catch (IllegalArgumentException damaged) {
                findings.add(job + " is damaged: it " + damaged.getMessage());
            }
        }
        return findings;
    }

    /** What was found, of at least one file, in one sentence. */
    static String told(List<String> findings) {
        return findings.get(0)
                + (findings.size() == 1 ? "" : ", and so with " + Counted.of(findings.size() - 1, "other file"));
    }

    private List<String> foreign(List<Expected> expected) throws IOException {
        Set<Path> own = new HashSet<>();
        expected.forEach(one -> own.add(directory
                .output()
                .resolve(directory.output().relativize(one.file()).getName(0))));
        return files.list(directory.output()).stream()
                .filter(file -> !own.contains(file))
                .map(file -> file + " is none of the files that the job wrote")
                .toList();
    }
}
