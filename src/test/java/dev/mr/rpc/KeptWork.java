package dev.mr.rpc;

import dev.mr.task.AttemptId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Work too big for a message, kept in memory by its folder and name. */
final class KeptWork implements WorkFiles {
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public String save(String folder, AttemptId attempt, byte[] content) {
        String name = "work-" + attempt.directoryName();
        files.put(key(folder, name), content);
        return name;
    }

    @Override
    public byte[] load(String folder, String name) throws IOException {
        byte[] content = files.get(key(folder, name));
        if (content == null) {
            throw new NoSuchFileException(name);
        }
        return content;
    }

    private static String key(String folder, String name) {
        return folder.isEmpty() ? name : folder + "/" + name;
    }
}
