package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.RandomText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every failpoint of a start, alone and followed by every failpoint of the resume. {@code mr.proof.every=K} takes each K-th pair;
 * {@code mr.proof.lanes}.
 */
class HaltPairsProof {
    private static final Set<HaltPoint> NOT_OF_A_STORED_START =
            EnumSet.of(HaltPoint.BEFORE_THE_JOB_IS_STORED, HaltPoint.BEFORE_THE_CLAIM, HaltPoint.AFTER_THE_CLAIM);
    private static final Set<HaltPoint> NOT_OF_A_RESUME =
            EnumSet.of(HaltPoint.BEFORE_THE_JOB_IS_STORED, HaltPoint.AFTER_THE_JOB_IS_STORED);

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path place;

    private final AtomicInteger tried = new AtomicInteger();
    private final AtomicInteger met = new AtomicInteger();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    private record Pair(HaltPoint first, Optional<HaltPoint> second) {}

    @Test
    void a_driver_and_its_resume_may_die_at_any_pair_of_points() throws Exception {
        Path input = Files.write(place.resolve("input.txt"), RandomText.prose(new Random(11), 30_000));
        List<Pair> pairs = pairs();
        int every = Integer.getInteger("mr.proof.every", 1);

        Lanes.each(
                IntStream.range(0, pairs.size())
                        .filter(i -> i % every == 0)
                        .mapToObj(pairs::get)
                        .toList(),
                pair -> die(pair, input));

        System.out.println(figures());
        assertThat(failures).isEmpty();
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (HaltPoint first : EnumSet.complementOf(EnumSet.copyOf(NOT_OF_A_STORED_START))) {
            pairs.add(new Pair(first, Optional.empty()));
            for (HaltPoint second : EnumSet.complementOf(EnumSet.copyOf(NOT_OF_A_RESUME))) {
                pairs.add(new Pair(first, Optional.of(second)));
            }
        }
        return pairs;
    }

    private void die(Pair pair, Path input) {
        Path room = place.resolve(
                pair.first() + "-" + pair.second().map(HaltPoint::name).orElse("ALONE"));
        try {
            TestJob job = new TestJob(processes, Files.createDirectory(room), 3, 2).over(input);
            met.addAndGet(new HaltTrial(job).dieAt(pair.first(), pair.second()) ? 1 : 0);
            new LocalFileSystem().deleteTree(room);
        } catch (IOException | AssertionError | RuntimeException failure) {
            failures.add(pair + ": " + failure);
            System.out.println("FAILED " + pair + ": " + failure);
        }
        if (tried.incrementAndGet() % 20 == 0) {
            System.out.println(figures());
        }
    }

    private String figures() {
        return "failpoints tried " + tried + ", of which killed a second time " + met + ", not ended well "
                + failures.size();
    }
}
