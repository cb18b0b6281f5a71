package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.IOException;

/** What a reduce function writes to: the output file of its task. */
abstract class ReduceOutput extends TaskOutput {
    ReduceOutput(UserCode code) {
        super(code);
    }

    /** Completes and closes the file. */
    abstract FileStats finish() throws IOException;
}
