package dev.mr.chaos;

import dev.mr.chaos.ChaosInput.Alphabet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Every trial of a soak, its jobs and what is done to them, as its seed has it. The same seed gives the same plan; it has no end. */
public final class ChaosPlan {
    /** Makes the tasks of streaming jobs last, without work for the processors; unset it costs the sequential run no time. */
    static final String NAP = "MR_SELFTEST_NAP";

    private static final String MAP_COMMAND = "sh -c 'sleep ${" + NAP + ":-0}; LC_ALL=C tr -cs A-Za-z \"\\n\"'";
    private static final String REDUCE_COMMAND = "sh -c 'sleep ${" + NAP + ":-0}; LC_ALL=C uniq -c'";

    /** What a service runs; commands it does not. */
    private static final String[] SERVED = {
        "wordcount", "wordcount", "sort", "distinct", "grep", "indexer", "join", "topk"
    };

    private static final String[] NAMES = {
        "wordcount",
        "wordcount",
        "streaming",
        "streaming",
        "streaming",
        "sort",
        "distinct",
        "grep",
        "indexer",
        "join",
        "topk"
    };

    private static final int SERVED_EVERY = 4;
    private static final int MOST_TENANTS = 7;
    private static final int SMALL_DISK_EVERY = 7;
    private static final int MEAN_DELAY_MILLIS = 120;
    private static final int SHORTEST_LEASE_MILLIS = 400;
    private static final int LEASES_MILLIS = 1_000;
    private static final int MOST_TASKS = 500;
    private static final int MOST_FILES = 6000;
    private static final int MOST_BYTES = 2_500_000;

    /** Each file takes a page of a small disk. */
    private static final int SMALL_DISK_FILES = 1500;

    private static final int SMALL_DISK_BYTES = 600_000;

    private static final List<Alphabet> ALPHABETS = List.of(Alphabet.values());

    private final long seed;

    public ChaosPlan(long seed) {
        this.seed = seed;
    }

    public long seed() {
        return seed;
    }

    /** The trial of this number, from 1. */
    ChaosTrial trial(int number) {
        Random random = new Random(seed + number * 0x9E3779B97F4A7C15L);
        boolean served = number % SERVED_EVERY == SERVED_EVERY / 2;
        boolean onSmallDisk = !served && number % SMALL_DISK_EVERY == SMALL_DISK_EVERY / 2;
        List<ChaosJob> jobs = new ArrayList<>();
        int many = served ? 3 + random.nextInt(MOST_TENANTS - 2) : 1;
        while (jobs.size() < many) {
            jobs.add(served ? tenant(random) : job(onSmallDisk, random));
        }
        boolean local = random.nextInt(4) == 0;
        int workers = 1 + random.nextInt(4);
        return new ChaosTrial(
                number,
                served,
                jobs,
                Duration.ofMillis(SHORTEST_LEASE_MILLIS + random.nextInt(LEASES_MILLIS)),
                local ? 0 : workers,
                local ? Math.min(workers, 2) : 0,
                onSmallDisk,
                steps(onSmallDisk, random));
    }

    private static ChaosJob job(boolean onSmallDisk, Random random) {
        String name = pick(random, NAMES);
        boolean napping = name.equals("streaming");
        int maps = size(random, napping ? 24 : MOST_TASKS * 3 / 5);
        int reduces = Math.min(
                size(random, napping ? 12 : MOST_TASKS / 4), 1 + (onSmallDisk ? SMALL_DISK_FILES : MOST_FILES) / maps);
        return new ChaosJob(
                name,
                options(name, random),
                inputs(name, onSmallDisk ? SMALL_DISK_BYTES : MOST_BYTES, random),
                maps,
                reduces);
    }

    /** A job of a service, which are smaller, since there are more. */
    private static ChaosJob tenant(Random random) {
        String name = pick(random, SERVED);
        return new ChaosJob(
                name,
                options(name, random),
                inputs(name, MOST_BYTES / 3, random),
                size(random, MOST_TASKS / 5),
                size(random, MOST_TASKS / 10));
    }

    /** From 1 to the most, small more often than large. */
    private static int size(Random random, int most) {
        return 1 + (int) (Math.pow(random.nextDouble(), 2) * most);
    }

    private static List<String> options(String name, Random random) {
        List<String> options = new ArrayList<>();
        switch (name) {
            case "streaming" -> {
                options.addAll(List.of("--map-cmd", MAP_COMMAND));
                if (random.nextBoolean()) {
                    options.addAll(List.of("--reduce-cmd", REDUCE_COMMAND));
                }
            }
            case "wordcount" -> {
                options.addAll(List.of("--job", name));
                options.addAll(List.of("--partitioner", pick(random, "first-letter", "fnv1a", "range")));
                if (random.nextBoolean()) {
                    options.add("--combine");
                }
            }
            case "grep" ->
                options.addAll(List.of("--job", name, "--set", "pattern=" + pick(random, "a.*b", "é|λ", "[0-9]")));
            case "topk" -> options.addAll(List.of("--job", name, "--set", "k=" + (1 + random.nextInt(50))));
            default -> options.addAll(List.of("--job", name));
        }
        if (random.nextInt(3) == 0) {
            options.addAll(List.of("--compress", pick(random, "lz4", "zstd")));
        }
        if (random.nextInt(4) == 0) {
            options.addAll(List.of("--durability", "power"));
        }
        if (random.nextInt(4) == 0) {
            options.addAll(List.of("--output-format", "records"));
        }
        if (random.nextInt(4) == 0) {
            options.addAll(List.of("--memory", "1MiB"));
        }
        if (random.nextInt(5) == 0) {
            options.addAll(List.of("--output-prefix", "part_"));
        }
        return options;
    }

    private static List<ChaosInput> inputs(String name, int mostBytes, Random random) {
        List<ChaosInput> inputs = new ArrayList<>();
        boolean join = name.equals("join");
        int files = join ? 2 : 1 + random.nextInt(4);
        for (int file = 0; file < files; file++) {
            boolean empty = random.nextInt(8) == 0;
            int bytes = empty ? 0 : size(random, (join ? 60_000 : mostBytes / files));
            Alphabet alphabet = join ? Alphabet.TABLE : ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            inputs.add(
                    new ChaosInput(random.nextLong(), alphabet, bytes, random.nextInt(4) == 0, random.nextInt(4) == 0));
        }
        return inputs;
    }

    private static List<Step> steps(boolean onSmallDisk, Random random) {
        List<Step> steps = new ArrayList<>();
        int many = 12 + random.nextInt(28);
        for (int step = 0; step < many; step++) {
            steps.add(step(any(random), random));
        }
        if (onSmallDisk) {
            steps.add(random.nextInt(4), step(Mischief.FILL_DISK, random));
        }
        return steps;
    }

    private static Step step(Mischief what, Random random) {
        long delay = (long) (-MEAN_DELAY_MILLIS * Math.log(1 - random.nextDouble()));
        return new Step(what, Duration.ofMillis(Math.min(delay, 2_000)), random.nextInt(1 << 20));
    }

    private static Mischief any(Random random) {
        int drawn = random.nextInt(
                Arrays.stream(Mischief.values()).mapToInt(Mischief::weight).sum());
        for (Mischief mischief : Mischief.values()) {
            drawn -= mischief.weight();
            if (drawn < 0) {
                return mischief;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static String pick(Random random, String... of) {
        return of[random.nextInt(of.length)];
    }
}
