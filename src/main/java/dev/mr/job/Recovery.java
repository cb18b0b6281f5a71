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
        RERUN,
        /** The attempt is lost, and its task has no use for it. */
        DROP
    }

    /**
     * An attempt and its task, as they are stored.
     *
     * @param published for a map's winner, whether its files were all moved
     * @param reconnects whether the attempt's worker said it would look for a resumed driver
     */
    public record Stored(TaskKind kind, TaskState task, AttemptState attempt, boolean published, boolean reconnects) {
        /** A LIVE attempt of a task in this state. */
        public static Stored live(TaskKind kind, TaskState task, boolean reconnects) {
            return new Stored(kind, task, AttemptState.LIVE, false, reconnects);
        }

        /** The winner of a COMMITTED task. */
        public static Stored winner(TaskKind kind, boolean published) {
            return new Stored(kind, TaskState.COMMITTED, AttemptState.WON, published, false);
        }
    }

    /** The table. Attempts that are over never change what their task does. */
    public static Decision of(Stored stored, ReceiptFound receipt, FilesFound files) {
        return switch (stored.attempt()) {
            case LIVE ->
                stored.task() == TaskState.LEASED ? ofLive(receipt, files, stored.reconnects()) : Decision.DROP;
            case WON ->
                stored.task() == TaskState.COMMITTED
                        ? ofWinner(stored.kind(), stored.published(), files)
                        : Decision.KEEP;
            case FAILED, LOST, REJECTED -> Decision.KEEP;
        };
    }

    private static Decision ofLive(ReceiptFound receipt, FilesFound files, boolean reconnects) {
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

    private static Decision ofWinner(TaskKind kind, boolean published, FilesFound files) {
        return switch (files) {
            case DAMAGED -> Decision.RERUN;
            case TRUSTED, VERIFIED -> kind == TaskKind.MAP && !published ? Decision.PUBLISH : Decision.KEEP;
        };
    }
}
