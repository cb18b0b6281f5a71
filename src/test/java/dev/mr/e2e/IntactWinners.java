package dev.mr.e2e;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The maps that are committed and whose files are all as they were committed: none of them may run again. */
final class IntactWinners {
    private static final FileSystem FILES = new LocalFileSystem();

    private IntactWinners() {}

    /** Such as {@code map-3 1}; as the record states and as the directory is now. */
    static List<String> of(JobRecord record, JobDirectory directory) throws IOException {
        List<String> intact = new ArrayList<>();
        for (String text : record.rows("SELECT CAST(receipt AS TEXT) FROM attempt WHERE state = 'WON'")) {
            Receipt receipt = ReceiptText.parse(text.getBytes(StandardCharsets.UTF_8));
            if (receipt.attempt().task().kind() == TaskKind.MAP && isIntact(receipt, directory)) {
                intact.add(receipt.attempt().task() + " " + receipt.attempt().number());
            }
        }
        return intact;
    }

    private static boolean isIntact(Receipt receipt, JobDirectory directory) throws IOException {
        for (int bucket = 0; bucket < receipt.files().size(); bucket++) {
            String name = JobDirectory.bucketName(receipt.attempt().task().index(), bucket);
            Path written = directory.attempt(receipt.attempt()).resolve(name);
            Path file =
                    Files.exists(written) ? written : directory.intermediate().resolve(name);
            if (!Files.exists(file) || !isAsStated(file, receipt.files().get(bucket))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAsStated(Path file, FileStats stated) throws IOException {
        FileSystem.Checksum seen = FILES.checksum(file);
        return seen.bytes() == stated.bytes() && seen.crc32c() == stated.crc32c();
    }
}
