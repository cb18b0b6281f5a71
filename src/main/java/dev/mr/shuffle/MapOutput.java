package dev.mr.shuffle;

import dev.mr.task.FileStats;
import java.io.IOException;
import java.util.List;

/** What a map function writes to. It gives memory back when what is read needs more than usual. */
abstract class MapOutput extends TaskOutput implements Reserve {
    MapOutput(UserCode code) {
        super(code);
    }

    /** Records emitted so far. */
    abstract long records();

    /** Times that it spilled so far. */
    int spilled() {
        return 0;
    }

    /** Writes and closes all bucket files, and leaves no other file; entry b describes bucket b. */
    abstract List<FileStats> finish() throws IOException, TaskException;
}
