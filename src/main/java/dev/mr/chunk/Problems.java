package dev.mr.chunk;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.util.ArrayList;
import java.util.List;

/** All that is wrong with a request, told at once in one line. */
final class Problems {
    private static final int MOST_TOLD = 10;

    private final List<String> problems = new ArrayList<>();

    void add(String problem) {
        problems.add(problem);
    }

    /** Ends the run unless there are none. */
    void refuseIfAny() {
        if (problems.isEmpty()) {
            return;
        }
        int told = Math.min(problems.size(), MOST_TOLD);
        String line = String.join("; ", problems.subList(0, told));
        int untold = problems.size() - told;
        throw new MrException(ExitCode.USAGE, untold == 0 ? line : line + "; and " + untold + " more");
    }
}
