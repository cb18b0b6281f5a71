package dev.mr.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What a disk may do to one file: a bit that flips, an end that is lost, a file that is gone. */
record Mutation(Path file, Kind kind, long at, int bit) {
    private static final int ENDS = 8;

    /** What is done; {@code at} is where. */
    enum Kind {
        FLIPPED,
        TRUNCATED,
        EMPTIED,
        DELETED
    }

    /** A flip in each of so many parts of the file, an end lost at each eighth, all of it, and the file. */
    static List<Mutation> of(Path file, long bytes, int parts, Random random) {
        List<Mutation> all = new ArrayList<>();
        for (long at : places(bytes, parts, random)) {
            all.add(new Mutation(file, Kind.FLIPPED, at, 1 << random.nextInt(8)));
        }
        for (long at : places(bytes, ENDS, new Random(0))) {
            all.add(new Mutation(file, Kind.TRUNCATED, at, 0));
        }
        all.add(new Mutation(file, Kind.EMPTIED, 0, 0));
        all.add(new Mutation(file, Kind.DELETED, 0, 0));
        return all;
    }

    /** One place in each part, each place once. */
    private static Set<Long> places(long bytes, int parts, Random random) {
        Set<Long> places = new LinkedHashSet<>();
        for (long part = 0; part < parts; part++) {
            long first = bytes * part / parts;
            long next = bytes * (part + 1) / parts;
            if (next > first) {
                places.add(first + random.nextInt((int) (next - first)));
            }
        }
        return places;
    }

    /** Does it to the file of that name below {@code root}. */
    void apply(Path root) throws IOException {
        Path target = root.resolve(file);
        byte[] content = Files.readAllBytes(target);
        switch (kind) {
            case FLIPPED -> {
                content[(int) at] ^= (byte) bit;
                Files.write(target, content);
            }
            case TRUNCATED -> Files.write(target, Arrays.copyOf(content, (int) at));
            case EMPTIED -> Files.write(target, new byte[0]);
            case DELETED -> Files.delete(target);
        }
    }
}
