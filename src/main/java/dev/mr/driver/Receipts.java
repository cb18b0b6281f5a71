package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.job.Event;
import dev.mr.job.Recovery;
import dev.mr.task.AttemptId;
import dev.mr.task.CheckedText;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.RecordNote;
import dev.mr.task.SideFile;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what attempts left behind, and compares files with what their receipts state. */
final class Receipts {
    private final JobDirectory directory;
    private final FileSystem files;
    private final String outputPrefix;

    Receipts(JobDirectory directory, FileSystem files, String outputPrefix) {
        this.directory = directory;
        this.files = files;
        this.outputPrefix = outputPrefix;
    }

    /** The file name of a reduce's output. */
    Path outputName(TaskId reduce) {
        return Path.of(outputPrefix + reduce.index());
    }

    /** A worker's Succeeded with the receipt it speaks of, or with the reason why that cannot be believed. */
    Event.Reported reported(long session, AttemptId attempt, int receiptCrc32c) {
        try {
            byte[] content = files.read(directory.receipt(attempt));
            if (CheckedText.digest(content) != receiptCrc32c) {
                return new Event.Reported(session, attempt, null, "its RECEIPT is not the one it reported");
            }
            return new Event.Reported(session, attempt, ReceiptText.parse(content), "");
        } catch (IOException unreadable) {
            return new Event.Reported(
                    session, attempt, null, "its RECEIPT cannot be read: " + IoFailure.text(unreadable));
        } catch (IllegalArgumentException malformed) {
            return new Event.Reported(session, attempt, null, "its RECEIPT " + malformed.getMessage());
        }
    }

    /** The record an attempt had noted when its process ended; empty for none, or when it cannot be read. */
    Optional<String> lastPlace(AttemptId attempt, List<InputFile> inputs) {
        try {
            return RecordNote.parse(files.read(directory.record(attempt)))
                    .filter(record -> record.input() < inputs.size())
                    .map(record -> "input " + inputs.get(record.input()).path() + " at offset " + record.offset() + " ("
                            + record.bytes() + " bytes)");
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    /** What an attempt of an earlier driver left. */
    Found find(AttemptId attempt) throws IOException {
        Receipt receipt;
        try {
            receipt = ReceiptText.parse(files.read(directory.receipt(attempt)));
        } catch (NoSuchFileException none) {
            return new Found(Recovery.ReceiptFound.ABSENT, Recovery.FilesFound.TRUSTED, null, "it left no RECEIPT");
        } catch (IllegalArgumentException malformed) {
            return new Found(
                    Recovery.ReceiptFound.INVALID,
                    Recovery.FilesFound.TRUSTED,
                    null,
                    "its RECEIPT " + malformed.getMessage());
        }
        if (!receipt.attempt().equals(attempt)) {
            return new Found(
                    Recovery.ReceiptFound.INVALID,
                    Recovery.FilesFound.TRUSTED,
                    null,
                    "its RECEIPT is about " + receipt.attempt().directoryName());
        }
        String damage = damage(receipt);
        return new Found(
                Recovery.ReceiptFound.VALID,
                damage.isEmpty() ? Recovery.FilesFound.VERIFIED : Recovery.FilesFound.DAMAGED,
                receipt,
                damage);
    }

    /** The first of a receipt's files that is missing or differs, and how; empty when all are as stated. */
    String damage(Receipt receipt) throws IOException {
        List<FileStats> stated = receipt.files();
        for (int i = 0; i < stated.size(); i++) {
            String finding = damage(receipt.attempt(), i, stated.get(i));
            if (!finding.isEmpty()) {
                return finding;
            }
        }
        for (SideFile side : receipt.sideFiles()) {
            Path file = JobDirectory.sideFolder(directory.attempt(receipt.attempt()))
                    .resolve(side.name());
            Optional<FileSystem.Checksum> seen = checksum(file);
            String finding = seen.isEmpty() ? file + " is missing" : compare(file, seen.get(), side.stats());
            if (!finding.isEmpty()) {
                return finding;
            }
        }
        return "";
    }

    /** The same for one file: bucket {@code i} of a map, or a reduce's output. */
    String damage(AttemptId attempt, int i, FileStats stated) throws IOException {
        boolean map = attempt.task().kind() == TaskKind.MAP;
        String name = map
                ? JobDirectory.bucketName(attempt.task().index(), i)
                : outputName(attempt.task()).toString();
        List<Path> candidates = map
                ? List.of(
                        directory.attempt(attempt).resolve(name),
                        directory.intermediate().resolve(name))
                : List.of(directory.attempt(attempt).resolve(name));
        for (Path candidate : candidates) {
            Optional<FileSystem.Checksum> seen = checksum(candidate);
            if (seen.isPresent()) {
                return compare(candidate, seen.get(), stated);
            }
        }
        return candidates.get(candidates.size() - 1) + " is missing";
    }

    private Optional<FileSystem.Checksum> checksum(Path file) throws IOException {
        try {
            return Optional.of(files.checksum(file));
        } catch (NoSuchFileException notHere) {
            return Optional.empty();
        }
    }

    private static String compare(Path file, FileSystem.Checksum seen, FileStats stated) {
        String difference = difference(seen, stated);
        return difference.isEmpty() ? "" : file + " has " + difference;
    }

    /** What a file has, and what it should have; empty when that is the same. */
    static String difference(FileSystem.Checksum seen, FileStats stated) {
        boolean same = seen.bytes() == stated.bytes() && seen.crc32c() == stated.crc32c();
        return same
                ? ""
                : seen.bytes() + " bytes, CRC32C " + hex(seen.crc32c()) + ", expected " + stated.bytes() + " bytes, "
                        + hex(stated.crc32c());
    }

    private static String hex(int crc32c) {
        return HexFormat.of().toHexDigits(crc32c);
    }

    /** What was found of an attempt; {@code detail} says what is wrong, if anything. */
    record Found(
            Recovery.ReceiptFound receiptFound,
            Recovery.FilesFound filesFound,
            @Nullable Receipt receipt,
            String detail) {}
}
