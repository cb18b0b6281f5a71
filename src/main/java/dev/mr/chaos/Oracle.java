package dev.mr.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a job should come to: its inputs, and the same job in one thread, both in a folder of their own. */
final class Oracle {
    private final ChaosJob job;
    private final Path folder;

    /** {@code folder} is there. */
    Oracle(ChaosJob job, Path folder) {
        this.job = job;
        this.folder = folder;
    }

    ChaosJob job() {
        return job;
    }

    void writeInputs() throws IOException {
        for (int file = 0; file < job.inputs().size(); file++) {
            job.inputs().get(file).write(input(file));
        }
    }

    private Path input(int file) {
        return folder.resolve("input-" + file + ".txt");
    }

    /** What describes the job on a command line. */
    List<String> arguments() {
        List<Path> files = new ArrayList<>();
        for (int file = 0; file < job.inputs().size(); file++) {
            files.add(input(file));
        }
        return job.arguments(files);
    }

    /** The job in one thread, as arguments of a driver. */
    List<String> sequentialRun() {
        List<String> run = new ArrayList<>(
                List.of("start", "--dir", folder.resolve("sequential").toString(), "--runner", "sequential"));
        run.addAll(arguments());
        return run;
    }

    /** The output of that run. */
    Path output() {
        return folder.resolve("sequential/out");
    }
}
