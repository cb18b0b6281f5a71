package dev.mr.driver;

import dev.mr.task.TaskId;

/**
 * What a job cannot get over, whatever is tried: the code of one task throws each time, or kills its worker, or the disk never keeps what
 * one map wrote. Most jobs have none. Of the others some are tried once more when they have failed, after it is lifted.
 */
final class SimulatedDoom {
    private static final int ONE_OF = 7;
    private static final int THIS = 2;

    private final Kind kind;
    private final TaskId victim;
    private final boolean retried;
    private boolean lifted;

    private enum Kind {
        NONE,
        CODE_THROWS,
        CODE_KILLS,
        DISK_ROTS
    }

    private SimulatedDoom(Kind kind, TaskId victim, boolean retried) {
        this.kind = kind;
        this.victim = victim;
        this.retried = retried;
    }

    /** That of a job with this salt and so many tasks. */
    static SimulatedDoom of(int salt, int maps, int reduces) {
        if (salt % ONE_OF != THIS) {
            return new SimulatedDoom(Kind.NONE, TaskId.map(0), false);
        }
        int rest = salt / ONE_OF;
        Kind kind = Kind.values()[1 + rest % 3];
        int task = rest / 3 % (kind == Kind.DISK_ROTS ? maps : maps + reduces);
        TaskId victim = task < maps ? TaskId.map(task) : TaskId.reduce(task - maps);
        return new SimulatedDoom(kind, victim, rest / 3 % 4 > 0);
    }

    private boolean isAbout(TaskId task) {
        return isThere() && victim.equals(task);
    }

    boolean throwsIn(TaskId task) {
        return kind == Kind.CODE_THROWS && isAbout(task);
    }

    boolean killsIn(TaskId task) {
        return kind == Kind.CODE_KILLS && isAbout(task);
    }

    boolean rots(TaskId map) {
        return kind == Kind.DISK_ROTS && isAbout(map);
    }

    boolean wasEver() {
        return kind != Kind.NONE;
    }

    boolean isThere() {
        return wasEver() && !lifted;
    }

    /** Whether the job can end in no other way. What rots after it was read does no harm. */
    boolean isCertain() {
        return isThere() && kind != Kind.DISK_ROTS;
    }

    /** Whether somebody will lift it when the job has failed, and try again. */
    boolean isToBeLifted() {
        return retried;
    }

    void lift() {
        lifted = true;
    }

    boolean isLifted() {
        return lifted;
    }
}
