package dev.mr.chaos;

import dev.mr.task.Counted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One job of a soak: what it computes, over what, who works on it, and what is done to it meanwhile.
 *
 * @param number from 1
 * @param options what {@code start} is told besides directory, inputs and the numbers of tasks
 * @param lease how long a worker may be silent
 * @param workers processes of their own
 * @param localWorkers processes that the driver starts
 * @param onSmallDisk whether its directory is on a disk that can be filled
 * @param steps in this order
 */
record ChaosJob(
        int number,
        String name,
        List<String> options,
        List<ChaosInput> inputs,
        int maps,
        int reduces,
        Duration lease,
        int workers,
        int localWorkers,
        boolean onSmallDisk,
        List<Step> steps) {

    /**
     * One thing that is done.
     *
     * @param delay since the one before
     * @param choice stands for what is chosen when it is done: of which process, for how long
     */
    record Step(Mischief what, Duration delay, int choice) {
        private static final int EAGER = 5;

        /** Whether it waits for nothing but its delay. */
        boolean isEager() {
            return choice % EAGER == 0;
        }

        /** One of so many. */
        int of(int many) {
            return Math.floorMod(choice, many);
        }
    }

    /** What its folder is called. */
    String folder() {
        return String.format(Locale.ROOT, "job-%04d-%s", number, name);
    }

    /** What the sequential run and the driver are told alike. */
    List<String> arguments(List<Path> files) {
        List<String> arguments = new ArrayList<>(List.of("--inputs"));
        files.forEach(file -> arguments.add(file.toString()));
        arguments.addAll(List.of("--map-tasks", "" + maps, "--reduce-tasks", "" + reduces));
        arguments.addAll(List.of("--lease", lease.toMillis() + "ms", "--max-worker-losses", "1000000"));
        arguments.addAll(options);
        return arguments;
    }

    /** What the names of its output files begin with; side files there are none. */
    String outputPrefix() {
        int option = options.indexOf("--output-prefix");
        return option < 0 ? "out-" : options.get(option + 1);
    }

    /** Whether the worker that is started as the nth comes back to a driver that goes on. */
    boolean comesBack(int nth) {
        return (number + nth) % 2 == 0;
    }

    /** In a few words. */
    String describe() {
        return Counted.of(maps, "map") + ", " + Counted.of(reduces, "reduce") + ", "
                + Counted.of(workers + localWorkers, localWorkers > 0 ? "worker of the driver" : "worker", "workers")
                + (onSmallDisk ? ", on a small disk" : "") + ", " + String.join(" ", options);
    }
}
