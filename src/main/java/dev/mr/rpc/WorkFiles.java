package dev.mr.rpc;

import dev.mr.task.AttemptId;
import java.io.IOException;

/** Where work too big for a message is left: files of the job directory, by name. */
public interface WorkFiles {
    /** Keeps the content until the attempt is over, and names it. */
    String save(AttemptId attempt, byte[] content) throws IOException;

    /** What {@link #save} kept under this name, which a peer sent: it must be refused unless it is a plain file name. */
    byte[] load(String name) throws IOException;
}
