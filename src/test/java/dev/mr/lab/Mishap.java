package dev.mr.lab;

import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Counts lines, each under a long key, and something happens at one of them. In half a task's time so much has been written that
 * it is in files, not in buffers.
 */
public final class Mishap implements Job {
    private static final String PADDING = "-".repeat(1000);

    @Override
    public List<Option> options() {
        return List.of(
                Option.of("in", "", "map or reduce, where it happens; nowhere by default"),
                Option.of("line", "", "the line at which it happens"),
                Option.of("what", "throw", "throw, exit or wait"),
                Option.of("folder", "", "where who waits leaves his task, and waits for a file go-on"));
    }

    @Override
    public void define(Plan plan, Options options) {
        plan.plainKeys()
                .longs()
                .map((line, out) -> {
                    perhaps("map", line, out.task());
                    out.emit(line.text() + PADDING, 1);
                })
                .reduce((key, ones, out) -> {
                    perhaps("reduce", key, out.task());
                    long count = 0;
                    while (ones.next()) {
                        count += ones.number();
                    }
                    out.emit(key, count);
                });
    }

    private static void perhaps(String here, Slice record, TaskContext task) throws Exception {
        Options options = task.options();
        if (!options.get("in").equals(here)
                || !record.text().replace(PADDING, "").equals(options.get("line"))) {
            return;
        }
        switch (options.get("what")) {
            case "throw" -> throw new IllegalStateException("cannot stand " + options.get("line"));
            case "exit" -> System.exit(1);
            default -> await(Path.of(options.get("folder")), here, task);
        }
    }

    /** The first attempt stays here; the others find nothing to wait for. */
    private static void await(Path folder, String here, TaskContext task) throws Exception {
        if (task.attempt() == 1) {
            Files.createFile(folder.resolve(here + "-" + task.id()));
            while (Files.notExists(folder.resolve("go-on"))) {
                Thread.sleep(10);
            }
        }
    }
}
