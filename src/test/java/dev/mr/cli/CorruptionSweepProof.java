package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file of a job damaged in every part, at every stage: the job ends with the output of a run without faults, or is refused by
 * one line. {@code mr.proof.parts} a file (64), {@code mr.proof.database.parts} (512), {@code mr.proof.seed}, {@code mr.proof.only} a
 * regular expression of jobs and places, {@code mr.proof.every} K to take each K-th.
 */
class CorruptionSweepProof {
    @ParameterizedTest
    @EnumSource
    void damage_is_repaired_harmless_or_refused(SweptWork work, @TempDir(factory = MemoryRoom.class) Path folder)
            throws Exception {
        long seed = Long.getLong("mr.proof.seed", new Random().nextInt(1_000_000));
        int every = Integer.getInteger("mr.proof.every", 1);
        String only = System.getProperty("mr.proof.only", ".*");
        CorruptionSweep sweep = new CorruptionSweep(new SweptJob(work, folder.resolve("swept")), folder);
        List<CorruptionSweep.Place> places = sweep
                .places(
                        Integer.getInteger("mr.proof.parts", 64),
                        Integer.getInteger("mr.proof.database.parts", 512),
                        new Random(seed))
                .stream()
                .filter(place -> (work + " " + place).matches(only))
                .toList();
        System.out.println(work + ": seed " + seed + ", " + places.size() + " places, each " + every + "th");
        for (int i = (int) Math.floorMod(seed, (long) every); i < places.size(); i += every) {
            sweep.damage(places.get(i));
            if (i % 500 < every) {
                System.out.println(i + " of " + places.size() + ": " + sweep.figures());
            }
        }
        System.out.println("corruption sweep, " + work + ": " + sweep.figures() + ", seed " + seed);
        assertThat(sweep.wrong).isEmpty();
    }
}
