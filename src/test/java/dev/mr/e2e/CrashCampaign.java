package dev.mr.e2e;

import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.RandomText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Many trials of crash points, some at a time, each in a room of its own; and what came of them. */
final class CrashCampaign {
    private static final int INPUT_BYTES = 30_000;

    private final Processes processes;
    private final Path place;
    private final Path input;
    private final long seed;
    private final AtomicInteger rooms = new AtomicInteger();
    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger firedAgain = new AtomicInteger();
    private final List<KillPoint> unmet = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Integer> fired = Collections.synchronizedMap(new TreeMap<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    /** All its files lie in this place; what is random comes from the seed. */
    CrashCampaign(Processes processes, Path place, long seed) throws IOException {
        this.processes = processes;
        this.place = place.toRealPath();
        this.seed = seed;
        this.input = Files.write(this.place.resolve("input.txt"), RandomText.prose(new Random(seed), INPUT_BYTES));
    }

    /** The points that a run without faults passes. */
    List<KillPoint> trace() throws IOException {
        return new CrashTrial(processes, room(), input, new Random(seed)).trace();
    }

    private Path room() throws IOException {
        return Files.createDirectory(place.resolve("room-" + rooms.incrementAndGet()));
    }

    /** Kills at each of these points once. */
    void killAtEach(List<KillPoint> points) {
        Lanes.each(points, this::killAt);
    }

    /** Kills at later calls than these of each kind on each path, until no process lives to make them. */
    void killBeyond(List<KillPoint> points) {
        List<KillPoint> firsts =
                points.stream().filter(point -> point.count() == 1).toList();
        Lanes.each(firsts, first -> {
            KillPoint beyond = first;
            while (points.contains(beyond)) {
                beyond = beyond.next();
            }
            while (killAt(beyond)) {
                beyond = beyond.next();
            }
        });
    }

    /** Whether anything was killed there. */
    private boolean killAt(KillPoint point) {
        boolean met = false;
        try {
            Path room = room();
            Random random = new Random(seed + point.toString().hashCode());
            CrashTrial.Result result = new CrashTrial(processes, room, input, random).killAt(point);
            met = result.fired();
            if (met) {
                fired.merge(point.victim() + " " + point.call(), 1, Integer::sum);
            } else {
                unmet.add(point);
            }
            firedAgain.addAndGet(result.firedAgain() ? 1 : 0);
            new LocalFileSystem().deleteTree(room);
        } catch (IOException | AssertionError | RuntimeException failure) {
            failures.add(point + ": " + failure);
            System.out.println("FAILED " + point + ": " + failure);
        }
        if (tried.incrementAndGet() % 20 == 0) {
            System.out.println(figures());
        }
        return met;
    }

    /** What did not end as it must. */
    List<String> failures() {
        return failures;
    }

    /** Points that no process came to. */
    List<KillPoint> unmet() {
        return unmet;
    }

    int fired() {
        return fired.values().stream().mapToInt(count -> count).sum();
    }

    String figures() {
        return "crash points tried " + tried + ", fired " + fired() + " " + fired + ", killed again while resumed "
                + firedAgain + ", not ended well " + failures.size();
    }
}
