package dev.mr.job;

import dev.mr.task.AttemptState;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;

/**
 * What a resumed driver does with a task, as one table: stored state, receipt, files. Pure; {@code docs/architecture.md} has the
 * table for people and a test walks all of it.
 */
public final class Recovery {
    private Recovery() {}

    /** Whether the attempt's RECEIPT is there and about this very attempt. */
    public enum ReceiptFound {
        ABSENT,
        /** Unreadable, altered, or of another attempt. */
        INVALID,
        VALID
    }

    /** Whether the files are as the receipt states, as far as the driver has looked. */
    public enum FilesFound {
        /** Not looked at: the machine has not rebooted, and every reader checks. */
        TRUSTED,
        VERIFIED,
        /** At least one is missing or differs. */
        DAMAGED
    }

    /** What to do. */
    public enum Decision {
        /** Nothing: the task waits for a worker, or its output stands. */
        KEEP,
        /** The output stands; its files are not all in place yet, and are moved now. */
        PUBLISH,
        /** The attempt finished while no driver lived; it wins now. */
        HARVEST,
        /** Its worker will look for this driver; the attempt stays its own for one lease. */
        ADOPT,
        /** The attempt, or the winner, is lost and the task runs again. */
        RERUN
    }

    /** For a LIVE attempt of a LEASED task. {@code reconnects} when its worker said it would look for a resumed driver. */
    public static Decision ofLive(ReceiptFound receipt, FilesFound files, boolean reconnects) {
        return switch (receipt) {
            case VALID ->
                switch (files) {
                    case VERIFIED -> Decision.HARVEST;
                    case TRUSTED -> reconnects ? Decision.ADOPT : Decision.RERUN;
                    case DAMAGED -> Decision.RERUN;
                };
            case ABSENT -> reconnects ? Decision.ADOPT : Decision.RERUN;
            case INVALID -> Decision.RERUN;
        };
    }

    /** For the winner of a COMMITTED task; {@code published} for a map whose files were all moved. */
    public static Decision ofWinner(TaskKind kind, boolean published, FilesFound files) {
        return switch (files) {
            case DAMAGED -> Decision.RERUN;
            case TRUSTED, VERIFIED -> kind == TaskKind.MAP && !published ? Decision.PUBLISH : Decision.KEEP;
        };
    }

    /** For a task and attempt in any stored states; attempts that are over never change what their task does. */
    public static Decision of(
            TaskKind kind,
            TaskState task,
            AttemptState attempt,
            boolean published,
            ReceiptFound receipt,
            FilesFound files,
            boolean reconnects) {
        if (task == TaskState.LEASED && attempt == AttemptState.LIVE) {
            return ofLive(receipt, files, reconnects);
        }
        if (task == TaskState.COMMITTED && attempt == AttemptState.WON) {
            return ofWinner(kind, published, files);
        }
        return Decision.KEEP;
    }
}
