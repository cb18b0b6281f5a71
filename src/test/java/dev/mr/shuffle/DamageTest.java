package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Input;
import dev.mr.api.Mapper;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged buckets and runs: always found out, and never seen by the job's code. */
class DamageTest {
    private static final int MAPS = 2;

    /** Each so manieth bit is flipped, or length tried; no multiple of 8, so that all bits of a byte have their turn. */
    private static final int EVERY = Integer.getInteger("mr.proof.every", 37);

    @TempDir
    Path folder;

    private final Set<Slice> seen = new HashSet<>();

    @ParameterizedTest
    @EnumSource
    void any_flipped_bit_of_a_bucket_is_a_bad_bucket(Compression compression) throws Exception {
        DataPlane plane = plane(compression, 1 << 20);
        List<BucketFile> buckets = buckets(plane, 30, 20);
        byte[] good = Files.readAllBytes(plane.bucket(1, 0));
        for (int bit = 0; bit < 8 * good.length; bit += EVERY) {
            assertBad(plane, buckets, flipped(good, bit), "bit " + bit);
        }
        assertGood(plane, buckets, good);
    }

    @ParameterizedTest
    @EnumSource
    void a_bucket_cut_short_anywhere_is_a_bad_bucket(Compression compression) throws Exception {
        DataPlane plane = plane(compression, 1 << 20);
        List<BucketFile> buckets = buckets(plane, 30, 20);
        byte[] good = Files.readAllBytes(plane.bucket(1, 0));
        for (int length = 0; length < good.length; length += Math.min(EVERY, 5)) {
            assertBad(plane, buckets, Arrays.copyOf(good, length), "length " + length);
        }
        assertBad(plane, buckets, Arrays.copyOf(good, good.length + 1), "longer");
        assertGood(plane, buckets, good);
    }

    @ParameterizedTest
    @EnumSource
    void buckets_that_are_merged_as_they_lie_are_checked_as_well(Compression compression) throws Exception {
        DataPlane plane = plane(compression, 800_000);
        List<BucketFile> buckets = buckets(plane, 300, 1500);
        byte[] good = Files.readAllBytes(plane.bucket(1, 0));
        assertThat(2 * good.length).as("else they are sorted in memory").isGreaterThan(400_000);
        Random random = new Random(3);
        List<Integer> bits = new ArrayList<>();
        random.ints(80, 0, 8 * good.length).forEach(bits::add);
        for (int bit = 0; bit < 8 * 20; bit += 3) {
            bits.add(bit);
            bits.add(8 * good.length - 1 - bit);
        }
        for (int bit : bits) {
            assertBad(plane, buckets, flipped(good, bit), "bit " + bit);
        }
        for (int length : List.of(0, 5, 18, 70_000, good.length - 12, good.length - 1)) {
            assertBad(plane, buckets, Arrays.copyOf(good, length), "length " + length);
        }
        assertGood(plane, buckets, good);
    }

    @Test
    void a_function_that_fails_on_a_good_bucket_is_not_blamed_if_another_is_damaged() throws Exception {
        DataPlane plane = plane(Compression.NONE, 800_000);
        List<BucketFile> buckets = buckets(plane, 300, 1500);
        plane.job = plan -> plan.reduce((key, values, out) -> {
            throw new IllegalStateException("my bug");
        });
        byte[] good = Files.readAllBytes(plane.bucket(1, 0));
        assertThatThrownBy(() -> plane.at(folder.resolve("blamed")).reduce(0, buckets))
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining("reduce function failed on the key \"")
                .hasMessageContaining("my bug");
        assertBad(plane, buckets, flipped(good, 8 * good.length - 500), "near its end");
    }

    @ParameterizedTest
    @EnumSource
    void a_damaged_spill_is_an_error_of_the_disk_and_no_output(Compression compression) throws Exception {
        DataPlane plane = plane(compression, 1 << 10);
        Consumer<Plan> job = plane.job;
        // With a combiner spills are merged by the map task that wrote them.
        plane.job = plan -> job.accept(plan.combine((key, values, out) -> {
            while (values.next()) {
                out.emit(key, values.bytes());
            }
        }));
        byte[] good = spilled(plane, 0, (path, bytes) -> {});
        Set<Integer> harmless = new HashSet<>();
        for (int bit = 0; bit < 8 * good.length; bit += 1 + EVERY * bit / 1_500) {
            int flip = bit;
            try {
                spilled(plane, bit + 1, (path, bytes) -> write(path, flipped(bytes, flip)));
                harmless.add(bit / 8);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("spill-0").hasMessageContaining("read back");
            }
        }
        // Blocks that are not compressed say so themselves.
        assertThat(harmless).isSubsetOf(5);
    }

    /** Runs a map that spills; its first run is damaged before it is merged. Answers what it was before. */
    private byte[] spilled(DataPlane plane, int map, BiConsumer<Path, byte[]> damage) throws Exception {
        byte[][] before = new byte[1][];
        Random random = new Random(5);
        plane.mapper = new Mapper() {
            @Override
            public void map(Slice file, Output out) {
                for (int i = 0; i < 100; i++) {
                    byte[] key = new byte[10];
                    random.nextBytes(key);
                    out.emit(Slice.of(key), Slice.of("the same value every time"));
                }
            }

            @Override
            public void close(Output out) throws IOException {
                Path spill = folder.resolve("maps-" + map).resolve("spill-0");
                before[0] = Files.readAllBytes(spill);
                damage.accept(spill, before[0]);
            }
        };
        plane.mapWhole(map, plane.input(new byte[] {'x'}));
        return before[0];
    }

    private DataPlane plane(Compression compression, long memoryBytes) {
        DataPlane plane = new DataPlane(folder);
        plane.input = Input.FILES;
        plane.reduceTasks = 1;
        plane.compression = compression;
        plane.memoryBytes = memoryBytes;
        plane.job = plan -> plan.reduce((key, values, out) -> {
            seen.add(key.copy());
            while (values.next()) {
                seen.add(values.bytes().copy());
            }
        });
        return plane;
    }

    /** What maps write that emit so many records with values of so many bytes, half of them noise. */
    private List<BucketFile> buckets(DataPlane plane, int records, int valueBytes) throws Exception {
        plane.mapper = (file, out) -> {
            Random random = new Random(out.task().id());
            for (int i = 0; i < records; i++) {
                byte[] value = new byte[valueBytes];
                byte[] noise = new byte[valueBytes / 2];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, value, 0, noise.length);
                out.emit(Slice.of("key-" + random.nextInt(records)), Slice.of(value));
            }
        };
        List<MapResult> maps = new ArrayList<>();
        for (int m = 0; m < MAPS; m++) {
            maps.add(plane.mapWhole(m, plane.input(new byte[] {'x'})));
        }
        List<BucketFile> buckets = plane.buckets(maps, 0);
        seen.clear();
        plane.at(folder.resolve("good")).reduce(0, buckets);
        assertThat(seen).isNotEmpty();
        return buckets;
    }

    private int reduces;

    private void assertBad(DataPlane plane, List<BucketFile> buckets, byte[] bytes, String what) throws IOException {
        write(plane.bucket(1, 0), bytes);
        Set<Slice> good = Set.copyOf(seen);
        DataPlane elsewhere = plane.at(folder.resolve("again-" + reduces++));
        assertThatThrownBy(() -> elsewhere.reduce(0, buckets))
                .as(what)
                .isInstanceOfSatisfying(
                        BadBucketException.class, e -> assertThat(e.map()).isEqualTo(1));
        assertThat(seen).as(what).isEqualTo(good);
        DataPlane.FILES.deleteTree(elsewhere.root);
    }

    private void assertGood(DataPlane plane, List<BucketFile> buckets, byte[] bytes) throws Exception {
        write(plane.bucket(1, 0), bytes);
        plane.at(folder.resolve("good again")).reduce(0, buckets);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] damaged = bytes.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        return damaged;
    }

    private static void write(Path path, byte[] bytes) {
        try {
            Files.write(path, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
