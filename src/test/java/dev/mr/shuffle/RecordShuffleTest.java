package dev.mr.shuffle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Input;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import dev.mr.task.FileStats;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random jobs, by seed, against a sorted map. With {@code -Dmr.seeds=5000} there are more of them. */
class RecordShuffleTest {
    private static final Partitioner LAST_BYTE =
            (key, partitions) -> key.isEmpty() ? 0 : (key.at(key.length() - 1) & 0xFF) % partitions;

    @TempDir
    Path folder;

    /** What the job does with its records. */
    private enum Kind {
        BYTES,
        BYTES_JOINED_BY_COMBINER,
        BYTES_COPIED_BY_COMBINER,
        LONGS,
        LONGS_ADDED_BY_COMBINER,
        LONGS_DROPPED_BY_COMBINER,
        SUM,
        PLAIN_SUM,
        PLAIN_LONGS;

        boolean isPlain() {
            return this == PLAIN_SUM || this == PLAIN_LONGS;
        }

        boolean isBytes() {
            return this == BYTES || this == BYTES_JOINED_BY_COMBINER || this == BYTES_COPIED_BY_COMBINER;
        }

        /** Whether buckets hold what was emitted, one for one. */
        boolean isAsEmitted() {
            return this == BYTES || this == LONGS || this == BYTES_COPIED_BY_COMBINER || isPlain();
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("mr.seeds", 20));
    }

    private Random random = new Random();
    private Kind kind = Kind.BYTES;
    private boolean reduces;
    /** How many values of each key the reduce function reads; 3 for all. */
    private int valuesRead;

    private List<List<Pair>> emitted = List.of();

    @ParameterizedTest
    @MethodSource("seeds")
    void a_random_job_does_what_a_sorted_map_does(long seed) throws Exception {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        kind = one(Kind.values());
        valuesRead = random.nextInt(4);
        boolean sums = kind == Kind.SUM || kind == Kind.PLAIN_SUM;
        reduces = !sums && (!kind.isAsEmitted() || random.nextInt(4) > 0);
        long memoryBytes = 1L << random.nextInt(24);
        // With no memory every record is a spill, which is slow.
        boolean manyMaps = random.nextInt(15) == 0;
        int most = manyMaps ? 30 : memoryBytes < 1 << 12 ? 150 : 3000;
        RandomRecords records = new RandomRecords(random, !kind.isPlain(), most);
        emitted = new ArrayList<>();
        for (int maps = manyMaps ? Spills.MAX_FAN_IN + 3 : 1 + random.nextInt(9); maps > 0; maps--) {
            emitted.add(kind.isPlain() ? records.ones() : kind.isBytes() ? records.bytes() : records.numbers());
        }
        DataPlane plane = plane(folder.resolve("once"), memoryBytes);
        String what = "seed " + seed + ": " + kind + ", " + emitted.size() + " maps, memory " + plane.memoryBytes + ", "
                + plane.compression;

        List<MapResult> maps = maps(plane);
        for (int r = 0; r < plane.reduceTasks; r++) {
            long written = 0;
            for (int m = 0; m < maps.size(); m++) {
                checkBucket(plane, m, r, maps.get(m).files().get(r), what);
                written += maps.get(m).files().get(r).records();
            }
            ReduceResult result = plane.reduce(r, plane.buckets(maps, r));
            assertThat(Files.readAllBytes(plane.output(r))).as(what).isEqualTo(output(plane, r));
            assertThat(result.recordsRead()).as(what).isEqualTo(written);
            assertThat(result.output()).as(what).isEqualTo(DataPlane.stats(plane.output(r)));
            assertThat(DataPlane.FILES.list(plane.directory("reduce-" + r))).containsExactly(plane.output(r));
        }
        checkAgain(plane, maps, what);
    }

    private <T> T one(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    private DataPlane plane(Path root, long memoryBytes) throws IOException {
        DataPlane plane = new DataPlane(Files.createDirectories(root));
        plane.input = Input.FILES;
        plane.reduceTasks = 1 + random.nextInt(7);
        plane.partitioner = random.nextBoolean() ? Partitioner.FNV1A : LAST_BYTE;
        plane.compression = one(Compression.values());
        plane.memoryBytes = memoryBytes;
        plane.limits = new Limits(1 + random.nextInt(200_000), 1 << 20, random.nextInt(5));
        plane.mapper = (file, out) -> {
            for (Pair pair : emitted.get(out.task().id())) {
                if (kind.isBytes()) {
                    out.emit(pair.key(), pair.value());
                } else {
                    out.emit(pair.key(), pair.number());
                }
            }
        };
        plane.job = job();
        return plane;
    }

    private Consumer<Plan> job() {
        Consumer<Plan> shape = plan -> {
            switch (kind) {
                case BYTES -> {}
                case BYTES_COPIED_BY_COMBINER ->
                    plan.combine((key, values, out) -> {
                        while (values.next()) {
                            out.emit(key.copy(), values.bytes());
                        }
                    });
                case BYTES_JOINED_BY_COMBINER ->
                    plan.combine((key, values, out) -> {
                        ByteArrayOutputStream all = new ByteArrayOutputStream();
                        while (values.next()) {
                            all.writeBytes(values.bytes().bytes());
                        }
                        int half = all.size() / 2;
                        out.emit(key, new Slice().set(all.toByteArray(), 0, half));
                        out.emit(key, new Slice().set(all.toByteArray(), half, all.size()));
                    });
                case LONGS -> plan.longs();
                case LONGS_ADDED_BY_COMBINER ->
                    plan.longs().combine((key, values, out) -> {
                        long sum = 0;
                        while (values.next()) {
                            sum += values.number();
                        }
                        out.emit(key, sum - 3);
                        out.emit(key, 3);
                    });
                case LONGS_DROPPED_BY_COMBINER -> plan.longs().combine((key, values, out) -> {});
                case SUM -> plan.sum();
                case PLAIN_SUM -> plan.sum().plainKeys();
                case PLAIN_LONGS -> plan.longs().plainKeys();
            }
        };
        return !reduces ? shape : shape.andThen(plan -> plan.reduce(kind.isAsEmitted() ? reading() : addingUp()));
    }

    /** Emits the first values only, and reads no more; with the keys that were kept before, which must not have changed. */
    private Reducer reading() {
        List<Slice> kept = new ArrayList<>();
        List<byte[]> asTheyWere = new ArrayList<>();
        return new Reducer() {
            @Override
            public void reduce(Slice key, dev.mr.api.Values values, dev.mr.api.Output out) {
                kept.add(key.copy());
                asTheyWere.add(key.bytes());
                out.emit(key);
                for (int i = 0; i < valuesRead || valuesRead == 3; i++) {
                    if (!values.next()) {
                        assertThat(values.next()).isFalse();
                        return;
                    }
                    if (kind.isBytes()) {
                        assertThat(values.bytes()).isEqualTo(values.bytes().copy());
                        out.emit(key, values.bytes());
                    } else {
                        assertThat(values.text()).isEqualTo(Long.toString(values.number()));
                        out.emit(key, values.number());
                    }
                }
            }

            @Override
            public void close(dev.mr.api.Output out) {
                for (int i = 0; i < kept.size(); i++) {
                    assertThat(kept.get(i).bytes()).isEqualTo(asTheyWere.get(i));
                }
                kept.clear();
                asTheyWere.clear();
            }
        };
    }

    private Reducer addingUp() {
        return (key, values, out) -> {
            List<Slice> all = new ArrayList<>();
            while (values.next()) {
                all.add(kind.isBytes() ? values.bytes().copy() : Slice.of(values.text()));
            }
            out.emit(key, total(all));
        };
    }

    /** What does not change however values are combined. */
    private Slice total(List<Slice> values) {
        if (!kind.isBytes()) {
            return Slice.of(Long.toString(
                    values.stream().mapToLong(v -> Long.parseLong(v.text())).sum()));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        values.forEach(value -> all.writeBytes(value.bytes()));
        return Slice.of(all.toByteArray());
    }

    private List<MapResult> maps(DataPlane plane) throws Exception {
        InputFile input = plane.input(new byte[] {'x'});
        List<MapResult> maps = new ArrayList<>();
        for (int m = 0; m < emitted.size(); m++) {
            maps.add(plane.map(m, List.of(new Split(input, 0, 1))));
            List<Path> buckets = new ArrayList<>();
            for (int b = 0; b < plane.reduceTasks; b++) {
                buckets.add(plane.bucket(m, b));
            }
            assertThat(DataPlane.FILES.list(plane.directory("maps-" + m))).containsExactlyInAnyOrderElementsOf(buckets);
            assertThat(maps.get(m).counters()).containsEntry(MapResult.EMITTED_RECORDS, (long)
                    emitted.get(m).size());
        }
        return maps;
    }

    private List<Pair> ofBucket(DataPlane plane, List<Pair> pairs, int bucket) {
        return pairs.stream()
                .filter(pair -> plane.partitioner.of(pair.key(), plane.reduceTasks) == bucket)
                .toList();
    }

    private SortedMap<Slice, List<Slice>> grouped(List<Pair> pairs) {
        SortedMap<Slice, List<Slice>> groups = new TreeMap<>();
        pairs.forEach(pair ->
                groups.computeIfAbsent(pair.key(), unseen -> new ArrayList<>()).add(pair.value()));
        return groups;
    }

    private void checkBucket(DataPlane plane, int map, int bucket, FileStats stats, String what) throws Exception {
        List<Pair> expected = ofBucket(plane, emitted.get(map), bucket);
        Path path = plane.bucket(map, bucket);
        FileStats found = DataPlane.stats(path);
        assertThat(stats.bytes()).as(what).isEqualTo(found.bytes());
        assertThat(stats.crc32c()).as(what).isEqualTo(found.crc32c());
        List<Pair> records = kind.isPlain() ? lines(path) : records(path);
        assertThat(stats.records()).as(what).isEqualTo(records.size());
        if (kind.isPlain()) {
            assertThat(records).as(what).isEqualTo(expected);
        } else if (kind.isAsEmitted()) {
            assertThat(records)
                    .as(what)
                    .isEqualTo(expected.stream()
                            .sorted(Comparator.comparing(Pair::key))
                            .toList());
        } else if (kind == Kind.LONGS_DROPPED_BY_COMBINER) {
            assertThat(records).as(what).isEmpty();
        } else {
            assertThat(records).as(what).isSortedAccordingTo(Comparator.comparing(Pair::key));
            assertThat(totals(records)).as(what).isEqualTo(totals(expected));
            if (kind == Kind.SUM) {
                assertThat(records).as(what).hasSize(grouped(expected).size());
            }
        }
    }

    private List<Pair> totals(List<Pair> pairs) {
        List<Pair> totals = new ArrayList<>();
        grouped(pairs).forEach((key, values) -> totals.add(new Pair(key, total(values))));
        return totals;
    }

    private static List<Pair> lines(Path path) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(path);
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                pairs.add(Pair.of(Slice.of(Arrays.copyOfRange(bytes, from, i)), 1));
                from = i + 1;
            }
        }
        assertThat(from).isEqualTo(bytes.length);
        return pairs;
    }

    private List<Pair> records(Path path) throws Exception {
        List<Pair> pairs = new ArrayList<>();
        ValueKind values = kind.isBytes() ? ValueKind.BYTES : ValueKind.LONGS;
        FileStats stats = DataPlane.stats(path);
        BucketRuns runs = BucketRuns.of(new BucketFile(0, List.of(path), stats.bytes(), stats.crc32c()));
        for (int run = 0; run < runs.runs().size(); run++) {
            int first = pairs.size();
            try (RunReader reader = new RunReader(runs.open(run), values)) {
                while (reader.next()) {
                    Slice key = reader.key().copy();
                    Pair pair = kind.isBytes() ? new Pair(key, reader.value().copy()) : Pair.of(key, reader.number());
                    pairs.addAll(Collections.nCopies((int) reader.times(), pair));
                }
            }
            assertThat(pairs.subList(first, pairs.size())).isSortedAccordingTo(Comparator.comparing(Pair::key));
        }
        pairs.sort(Comparator.comparing(Pair::key));
        return pairs;
    }

    /** The bytes of the output as the contract says they are. */
    private byte[] output(DataPlane plane, int reduce) {
        List<Pair> all = new ArrayList<>();
        emitted.forEach(pairs -> all.addAll(ofBucket(plane, pairs, reduce)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (kind == Kind.LONGS_DROPPED_BY_COMBINER) {
            return out.toByteArray();
        }
        grouped(all).forEach((key, values) -> {
            if (!kind.isAsEmitted() || kind == Kind.PLAIN_SUM) {
                line(out, key, total(values));
            } else if (reduces) {
                line(out, key, null);
                values.stream()
                        .limit(valuesRead == 3 ? Long.MAX_VALUE : valuesRead)
                        .forEach(value -> line(out, key, value));
            } else {
                values.forEach(value -> line(out, key, value.isEmpty() ? null : value));
            }
        });
        return out.toByteArray();
    }

    private static void line(ByteArrayOutputStream out, Slice key, @Nullable Slice value) {
        escaped(out, key);
        if (value != null) {
            out.write(' ');
            escaped(out, value);
        }
        out.write('\n');
    }

    private static void escaped(ByteArrayOutputStream out, Slice slice) {
        for (byte b : slice.bytes()) {
            if (b == '\n') {
                out.write('\\');
                out.write('n');
            } else {
                out.write(b);
            }
        }
    }

    private void checkAgain(DataPlane plane, List<MapResult> maps, String what) throws Exception {
        DataPlane again = plane.at(folder.resolve("again"));
        List<MapResult> mapsAgain = maps(again);
        for (int m = 0; m < maps.size(); m++) {
            assertThat(mapsAgain.get(m).files()).as(what).isEqualTo(maps.get(m).files());
        }
        for (int r = 0; r < plane.reduceTasks; r++) {
            for (int m = 0; m < maps.size(); m++) {
                assertThat(again.bucket(m, r)).as(what).hasSameBinaryContentAs(plane.bucket(m, r));
            }
            again.reduce(r, again.buckets(mapsAgain, r));
            assertThat(again.output(r)).as(what).hasSameBinaryContentAs(plane.output(r));
        }
    }
}
