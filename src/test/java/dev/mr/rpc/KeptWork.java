package dev.mr.rpc;

import dev.mr.task.AttemptId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Work too big for a message, kept in memory. */
final class KeptWork implements WorkFiles {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public String save(AttemptId attempt, byte[] content) {
        String name = "work-" + attempt.directoryName();
        files.put(name, content);
        return name;
    }

    @Override
    public byte[] load(String name) throws IOException {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }
}
