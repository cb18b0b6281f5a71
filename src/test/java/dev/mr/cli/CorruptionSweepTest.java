package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A slice of {@link CorruptionSweepProof}, of other places each time. */
class CorruptionSweepTest {
    private static final int PLACES = 40;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void damage_in_some_places_is_repaired_harmless_or_refused(
            SweptWork work, @TempDir(factory = MemoryRoom.class) Path folder) throws Exception {
        long seed = Long.getLong("mr.proof.seed", new Random().nextInt(1_000_000));
        CorruptionSweep sweep = new CorruptionSweep(new SweptJob(work, folder.resolve("swept")), folder);
        List<CorruptionSweep.Place> places = sweep.places(64, 512, new Random(seed));
        Collections.shuffle(places, new Random(seed));
        long began = System.nanoTime();
        for (int i = 0; i < PLACES && System.nanoTime() - began < LIMIT.toNanos(); i++) {
            sweep.damage(places.get(i));
        }
        String figures = work + ": " + sweep.figures() + "; replay with -Dmr.proof.seed=" + seed;
        System.out.println(figures);
        assertThat(sweep.wrong).as(figures).isEmpty();
    }
}
