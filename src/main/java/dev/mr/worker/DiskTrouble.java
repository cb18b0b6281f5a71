package dev.mr.worker;

import dev.mr.files.IoFailure;
import dev.mr.task.FailureKind;
import java.io.IOException;

/** What kind of failure of an attempt an I/O error is: of the machine's resources, or from outside. */
final class DiskTrouble {
    private DiskTrouble() {}

    static FailureKind kindOf(IOException failure) {
        return IoFailure.isUsedUp(failure) ? FailureKind.RESOURCE : FailureKind.EXTERNAL;
    }
}
