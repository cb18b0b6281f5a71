package dev.mr.chaos;

import dev.mr.task.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One job of a soak: what it computes, and over what.
 *
 * @param options what {@code start} and {@code submit} are told besides inputs and the numbers of tasks
 */
record ChaosJob(String name, List<String> options, List<ChaosInput> inputs, int maps, int reduces) {
    /** What the sequential run and the driver, or the client of a service, are told alike. */
    List<String> arguments(List<Path> files) {
        List<String> arguments = new ArrayList<>(List.of("--inputs"));
        files.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of("--map-tasks", "" + maps, "--reduce-tasks", "" + reduces));
        arguments.addAll(List.of("--max-worker-losses", "1000000"));
        arguments.addAll(options);
        return arguments;
    }

    /** What the names of its output files begin with; side files there are none. */
    String outputPrefix() {
        int option = options.indexOf("--output-prefix");
        return option < 0 ? "out-" : options.get(option + 1);
    }

    /** In a few words. */
    String describe() {
        return Counted.of(maps, "map") + ", " + Counted.of(reduces, "reduce") + ", " + String.join(" ", options);
    }
}
