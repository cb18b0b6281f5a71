package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.BucketSource;
import dev.mr.task.CheckedText;
import dev.mr.task.DriverMessage.Assign;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.Split;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Does attempts in the test's own thread: counts words, bucket by first letter, in real files and in the plainest way. */
final class ManualWorker {
    private final JobDirectory directory;
    private final FileSystem files = new LocalFileSystem();

    ManualWorker(JobDirectory directory) {
        this.directory = directory;
    }

    /** Does the attempt, RECEIPT and all, and returns what to report. */
    WorkerMessage work(Assign assign) throws IOException {
        AttemptId attempt = assign.attempt();
        Path own = Files.createDirectory(directory.attempt(attempt));
        if (assign.work() instanceof Work.MapWork map) {
            return receipt(map(own, attempt, map, assign.spec().reduceTasks()));
        }
        List<String> words = new ArrayList<>();
        for (BucketSource source : ((Work.ReduceWork) assign.work()).sources()) {
            Path bucket = find(source.winner(), attempt.task().index());
            if (!Files.exists(bucket) || !isAsStated(bucket, source)) {
                return new WorkerMessage.InputBad(
                        attempt, source.winner(), attempt.task().index(), bucket + " is not as stated");
            }
            words.addAll(Files.readAllLines(bucket));
        }
        Path output = own.resolve("out-" + attempt.task().index());
        Files.writeString(output, counted(words));
        return receipt(
                new Receipt(attempt, List.of(), List.of(stats(output)), words.size(), List.of(), new TreeMap<>()));
    }

    private Receipt map(Path own, AttemptId attempt, Work.MapWork map, int buckets) throws IOException {
        List<StringBuilder> texts = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            texts.add(new StringBuilder());
        }
        List<Extent> extents = new ArrayList<>();
        for (Split split : map.splits()) {
            extents.add(new Extent(split.input().index(), split.first(), split.next()));
            for (String word : Files.readString(Path.of(split.input().path())).split(" ", -1)) {
                texts.get(word.charAt(0) % buckets).append(word).append('\n');
            }
        }
        List<FileStats> stats = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            Path file = own.resolve(JobDirectory.bucketName(attempt.task().index(), bucket));
            Files.writeString(file, texts.get(bucket));
            stats.add(stats(file));
        }
        return new Receipt(attempt, extents, stats, 0, List.of(), new TreeMap<>());
    }

    private Path find(AttemptId winner, int bucket) {
        String name = JobDirectory.bucketName(winner.task().index(), bucket);
        Path own = directory.attempt(winner).resolve(name);
        return Files.exists(own) ? own : directory.intermediate().resolve(name);
    }

    private boolean isAsStated(Path bucket, BucketSource source) throws IOException {
        FileSystem.Checksum seen = files.checksum(bucket);
        return seen.bytes() == source.bytes() && seen.crc32c() == source.crc32c();
    }

    private FileStats stats(Path file) throws IOException {
        FileSystem.Checksum seen = files.checksum(file);
        return new FileStats(seen.bytes(), Files.readAllLines(file).size(), seen.crc32c());
    }

    private WorkerMessage receipt(Receipt receipt) throws IOException {
        byte[] content = ReceiptText.format(receipt);
        files.write(directory.receipt(receipt.attempt()), content);
        return new WorkerMessage.Succeeded(receipt.attempt(), CheckedText.digest(content));
    }

    /** Lines {@code word count}, by word. */
    static String counted(List<String> words) {
        TreeMap<String, Integer> counts = new TreeMap<>();
        words.forEach(word -> counts.merge(word, 1, Integer::sum));
        StringBuilder lines = new StringBuilder();
        counts.forEach(
                (word, count) -> lines.append(word).append(' ').append(count).append('\n'));
        return new String(lines.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
