package dev.mr.job;

import dev.mr.task.Extent;
import dev.mr.task.JobSpec;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskKind;
import java.util.List;

/** Whether a receipt can be about the task it names: the right number of files, and extents of the right inputs. */
final class ReceiptCheck {
    private ReceiptCheck() {}

    /** What is wrong with it; empty when nothing is. {@code splits} are those of the map task, empty for a reduce. */
    static String problem(Receipt receipt, JobSpec spec, List<Split> splits) {
        boolean map = receipt.attempt().task().kind() == TaskKind.MAP;
        int files = map ? spec.reduceTasks() : 1;
        if (receipt.files().size() != files) {
            return "its RECEIPT lists " + receipt.files().size() + " files, expected " + files;
        }
        if (receipt.extents().size() != splits.size()) {
            return "its RECEIPT lists " + receipt.extents().size() + " extents, expected " + splits.size();
        }
        for (int i = 0; i < splits.size(); i++) {
            Extent extent = receipt.extents().get(i);
            Split split = splits.get(i);
            boolean inside = extent.first() >= split.first()
                    && extent.first() <= extent.next()
                    && extent.next() <= split.input().bytes();
            if (extent.input() != split.input().index() || !inside) {
                return "its RECEIPT says it read " + extent + " for " + split;
            }
        }
        return "";
    }
}
