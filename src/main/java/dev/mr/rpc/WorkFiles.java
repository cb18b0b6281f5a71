package dev.mr.rpc;

import dev.mr.task.AttemptId;
import java.io.IOException;

/** Where work too big for a message is left: files of the job's directory, by name. */
public interface WorkFiles {
    /** Keeps the content until the attempt is over, with the job in this folder, and names it. */
    String save(String folder, AttemptId attempt, byte[] content) throws IOException;

    /**
     * What {@link #save} kept under this name with the job in this folder. A peer sent the name: it must be refused unless it is a
     * plain file name.
     */
    byte[] load(String folder, String name) throws IOException;
}
