package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.FileStats;
import dev.mr.task.JobSpecs;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.SideFile;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Attempts that have written their files, by hand, and the steps of whoever deals with them. */
final class AttemptFiles {
    final JobDirectory directory;
    final Steps steps = Steps.withoutCrash();
    final FileSystem files = new MortalFiles(new LocalFileSystem(), steps);
    final Receipts receipts;

    AttemptFiles(Path root) throws IOException {
        directory = JobDirectory.at(root);
        Files.createDirectories(directory.attempts());
        Files.createDirectories(directory.intermediate());
        receipts = new Receipts(directory, files, "out-");
    }

    /** What does the file work of a job that survives the death of processes, by way of these files. */
    Housekeeping housekeeping(FileSystem files) {
        return Housekeeping.of(
                JobSpecs.wordCount(2, 2), List.of(), directory, files, directory.publish("job-1", 1), "");
    }

    static AttemptId first(TaskId task) {
        return new AttemptId(task, 1, 0xab00L + task.index());
    }

    /** A map with these buckets, and a RECEIPT. */
    Receipt map(int index, String... buckets) throws IOException {
        AttemptId attempt = first(TaskId.map(index));
        Path own = Files.createDirectory(directory.attempt(attempt));
        List<FileStats> stats = new ArrayList<>();
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            stats.add(written(own.resolve(JobDirectory.bucketName(index, bucket)), buckets[bucket]));
        }
        return received(new Receipt(attempt, List.of(), stats, 0, List.of(), new TreeMap<>()));
    }

    /** A reduce with this output and these side files, whose content is their name, and a RECEIPT. */
    Receipt reduce(int index, String output, String... sideFiles) throws IOException {
        AttemptId attempt = first(TaskId.reduce(index));
        Path own = Files.createDirectory(directory.attempt(attempt));
        List<SideFile> side = new ArrayList<>();
        for (String name : sideFiles) {
            Path folder = Files.createDirectories(JobDirectory.sideFolder(own));
            side.add(new SideFile(name, written(folder.resolve(name), name)));
        }
        FileStats stats = written(own.resolve("out-" + index), output);
        return received(new Receipt(attempt, List.of(), List.of(stats), 0, side, new TreeMap<>()));
    }

    private FileStats written(Path file, String content) throws IOException {
        FileSystem.Checksum seen = files.checksum(Files.writeString(file, content));
        return new FileStats(seen.bytes(), 1, seen.crc32c());
    }

    private Receipt received(Receipt receipt) throws IOException {
        Files.write(directory.receipt(receipt.attempt()), ReceiptText.format(receipt));
        return receipt;
    }

    /** Where the attempt wrote the file of this name. */
    Path own(Receipt receipt, String name) {
        return directory.attempt(receipt.attempt()).resolve(name);
    }

    /** The steps taken so far, which are forgotten. */
    List<String> taken() {
        List<String> taken = List.copyOf(steps.taken());
        steps.taken().clear();
        return taken;
    }
}
