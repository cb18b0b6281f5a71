package dev.mr.jobs;

import dev.mr.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** {@link CommandLine}: refuses, or finds words that, quoted, are the same words again. */
public final class CommandLineFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return List.of("python3 'map it.py' \"a \\\"b\\\" $c\" d\\ e\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void run(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        List<String> words;
        try {
            words = CommandLine.parse(text).words();
        } catch (IllegalArgumentException refused) {
            return;
        }
        String quoted = words.stream().map(CommandLineFuzz::quoted).collect(Collectors.joining(" "));
        if (!CommandLine.parse(quoted).words().equals(words)) {
            throw new AssertionError(
                    words + " became " + CommandLine.parse(quoted).words());
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
