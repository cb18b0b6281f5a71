package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.CheckedText;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskKind;
import java.io.IOException;

/** The last act of an attempt: its RECEIPT, after all else it wrote. */
public final class LastAct {
    private LastAct() {}

    /**
     * Writes the RECEIPT of an attempt whose files are complete, those of a reduce on the disk. What a reduce wrote is on the disk with
     * its directory when this returns.
     *
     * @return the digest by which the RECEIPT is to be reported
     */
    public static int of(Receipt receipt, JobDirectory directory, FileSystem files) throws IOException {
        byte[] content = ReceiptText.format(receipt);
        if (receipt.attempt().task().kind() == TaskKind.REDUCE) {
            files.writeDurably(directory.receipt(receipt.attempt()), content);
            files.fsync(directory.attempts());
        } else {
            files.write(directory.receipt(receipt.attempt()), content, directory.record(receipt.attempt()));
        }
        return CheckedText.digest(content);
    }
}
