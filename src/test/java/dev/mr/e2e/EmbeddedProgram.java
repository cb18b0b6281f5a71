package dev.mr.e2e;

import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.embed.MapReduce;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A program that counts words inside itself: {@code GATE DIR|- INPUT}. Map tasks from 2 on wait until the gate exists. */
public final class EmbeddedProgram {
    private EmbeddedProgram() {}

    public static void main(String[] arguments) {
        Path gate = Path.of(arguments[0]);
        MapReduce job = MapReduce.job(
                        plan -> plan.map((line, out) -> map(line, out, gate)).sum())
                .inputs(Path.of(arguments[2]))
                .mapTasks(5)
                .reduceTasks(2)
                .workers(1)
                .memory(1 << 20);
        if (!arguments[1].equals("-")) {
            job.directory(Path.of(arguments[1]));
        }
        try (MapReduce.Result result = job.run()) {
            for (MapReduce.Entry word : result) {
                System.out.println(word.keyText() + " " + word.valueNumber());
            }
        }
    }

    private static void map(Slice line, Output out, Path gate) {
        System.err.println("map " + out.task().id() + " at " + out.task().inputOffset());
        while (out.task().id() >= 2 && !Files.exists(gate)) {
            LockSupport.parkNanos(1_000_000);
        }
        for (String word : line.text().split(" ", -1)) {
            out.emit(word, 1);
        }
    }
}
