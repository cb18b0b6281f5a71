package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.CheckedText;
import dev.mr.task.Durability;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskKind;
import java.io.IOException;

/** The last act of an attempt: its RECEIPT, after all else it wrote. */
public final class LastAct {
    private LastAct() {}

    /**
     * Writes the RECEIPT of an attempt whose files are complete, those of a reduce on the disk. Where a RECEIPT is, all that it speaks
     * of is on the disk if it has to be: what a reduce wrote, and of a job that is to survive power cuts what a map wrote too. The
     * RECEIPT itself need not be: what is committed is known without it.
     *
     * @return the digest by which the RECEIPT is to be reported
     */
    public static int of(Receipt receipt, Durability durability, JobDirectory directory, FileSystem files)
            throws IOException {
        AttemptId attempt = receipt.attempt();
        boolean map = attempt.task().kind() == TaskKind.MAP;
        if (map && durability == Durability.POWER) {
            for (int bucket = 0; bucket < receipt.files().size(); bucket++) {
                String name = JobDirectory.bucketName(attempt.task().index(), bucket);
                files.fsync(directory.attempt(attempt).resolve(name));
            }
        }
        if (!map || durability == Durability.POWER) {
            files.fsync(directory.attempt(attempt));
            files.fsync(directory.attempts());
        }
        byte[] content = ReceiptText.format(receipt);
        files.write(directory.receipt(attempt), content, directory.record(attempt));
        return CheckedText.digest(content);
    }
}
