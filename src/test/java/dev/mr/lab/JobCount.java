package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** How often map was called. */
public final class JobCount implements Job {
    @Override
    public List<Option> options() {
        return List.of(Crowd.FOLDER);
    }

    @Override
    public void define(Plan plan, Options options) {
        Path folder = Path.of(options.get(Crowd.FOLDER.name()));
        plan.input(Input.FILES)
                .map((file, out) -> {
                    Files.createTempFile(folder, "jobcount-" + Crowd.pid() + "-", "");
                    Thread.sleep(2000 + new Random().nextInt(3000));
                    out.emit("a", "x");
                })
                .reduce((key, values, out) -> {
                    try (Stream<Path> calls = Files.list(folder)) {
                        out.emit(key, calls.count() + "");
                    }
                });
    }
}
