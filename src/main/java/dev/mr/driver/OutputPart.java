package dev.mr.driver;

import dev.mr.files.JobDirectory;
import dev.mr.task.AttemptId;
import dev.mr.task.FileStats;
import dev.mr.task.Receipt;
import dev.mr.task.SideFile;
import dev.mr.task.TaskKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of a job's output: where its winner wrote it, and what it is.
 *
 * @param written in the directory of its winner
 * @param place in the output directory, relative to it
 */
record OutputPart(AttemptId winner, Path written, Path place, FileStats stats) {
    /** The files that a winner has in the output: that of a reduce, and side files of any. */
    static List<OutputPart> of(Receipt receipt, JobDirectory directory, Receipts receipts) {
        List<OutputPart> parts = new ArrayList<>();
        AttemptId attempt = receipt.attempt();
        if (attempt.task().kind() == TaskKind.REDUCE) {
            Path name = receipts.outputName(attempt.task());
            parts.add(new OutputPart(
                    attempt,
                    directory.attempt(attempt).resolve(name),
                    name,
                    receipt.files().get(0)));
        }
        for (SideFile side : receipt.sideFiles()) {
            Path folder = JobDirectory.sideFolder(Path.of(""), attempt.task());
            parts.add(new OutputPart(
                    attempt,
                    JobDirectory.sideFolder(directory.attempt(attempt)).resolve(side.name()),
                    folder.resolve(side.name()),
                    side.stats()));
        }
        return parts;
    }
}
