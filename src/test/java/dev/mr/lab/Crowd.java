package dev.mr.lab;

import dev.mr.api.Option;
import dev.mr.api.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The processes that are at the same work at once: each leaves a file with its id in a folder while it is there. */
final class Crowd {
    static final Option FOLDER = Option.required("folder", "where processes leave their ids");

    private final Path folder;
    private final String work;

    Crowd(Options options, String work) {
        this.folder = Path.of(options.get(FOLDER.name()));
        this.work = work + "-";
    }

    static long pid() {
        return ProcessHandle.current().pid();
    }

    /** Stays for a second; answers how many there were when it came, with itself. */
    int join() throws IOException, InterruptedException {
        Path mine = Files.createFile(folder.resolve(work + pid()));
        int together = living();
        Thread.sleep(1000);
        Files.delete(mine);
        return together;
    }

    private int living() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(work))
                    .toList();
            return (int) names.stream()
                    .map(name -> Long.parseLong(name.substring(work.length())))
                    .filter(pid -> ProcessHandle.of(pid).isPresent())
                    .count();
        }
    }
}
