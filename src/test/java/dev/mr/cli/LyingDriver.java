package dev.mr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** {@code mr-driver}, but what it does in one thread has a line too many, or comes to nothing; or what it does otherwise never ends. */
public final class LyingDriver {
    /** A system property: it comes to nothing. */
    static final String FAIL = "mr.lying.fail";

    /** A system property: it never ends, unless it works in one thread. */
    static final String HANG = "mr.lying.hang";

    private LyingDriver() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = Arrays.asList(arguments);
        boolean sequential = words.contains("sequential");
        if (sequential && Boolean.getBoolean(FAIL)) {
            System.exit(1);
        }
        if (!sequential && Boolean.getBoolean(HANG)) {
            new CountDownLatch(1).await();
        }
        int code = Program.run(MrDriver.NAME, MrDriver.command(arguments), arguments);
        if (sequential && code == 0) {
            Path out = Path.of(words.get(words.indexOf("--dir") + 1), "out");
            try (Stream<Path> files = Files.list(out)) {
                Files.writeString(files.sorted().findFirst().orElseThrow(), "a lie\n", StandardOpenOption.APPEND);
            }
        }
        System.exit(code);
    }
}
