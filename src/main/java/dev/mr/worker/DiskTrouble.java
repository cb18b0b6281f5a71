package dev.mr.worker;

import dev.mr.task.FailureKind;
import java.io.IOException;
import java.util.List;

/** Whether an I/O error says that a resource of the machine is used up. */
final class DiskTrouble {
    private static final List<String> USED_UP =
            List.of("No space left on device", "Disk quota exceeded", "Too many open files", "Cannot allocate memory");

    private DiskTrouble() {}

    static FailureKind kindOf(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (USED_UP.stream().anyMatch(message::contains)) {
                return FailureKind.RESOURCE;
            }
        }
        return FailureKind.EXTERNAL;
    }
}
