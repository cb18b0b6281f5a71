package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Slice;
import dev.mr.catalog.JobJar;
import dev.mr.shuffle.OutputRecords;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and values of any bytes and sizes come out as they went in, whatever is done with them on the way. */
@Tag("long")
class BinaryDataIT {
    /** A file is pairs of a length and so many bytes, a key and a value each. */
    private static final String IDENTITY = """
            public List<Option> options() { return List.of(Option.of("combine", "false", "with a combiner that changes nothing")); }
            public void define(Plan plan, Options options) {
                Reducer same = (key, values, out) -> {
                    Slice kept = key.copy();
                    while (values.next()) {
                        out.emit(kept, values.bytes());
                    }
                };
                plan.input(Input.FILES).map((file, out) -> {
                    java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(file.bytes());
                    while (bytes.hasRemaining()) {
                        out.emit(Slice.of(next(bytes)), Slice.of(next(bytes)));
                    }
                }).reduce(same);
                if (options.flag("combine")) {
                    plan.combine(same);
                }
            }
            private static byte[] next(java.nio.ByteBuffer bytes) {
                byte[] some = new byte[bytes.getInt()];
                bytes.get(some);
                return some;
            }
            """;

    private static final int FILES = 4;
    private static final int REDUCES = 3;
    private static final int SMALL_RECORDS = 30_000;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** All values of a key in the order of the files. */
    private final SortedMap<byte[], List<byte[]>> reference = new TreeMap<>(Arrays::compareUnsigned);

    private TestJob job(Random random, String... options) throws IOException {
        Path jar = JobJar.of("Identity", IDENTITY).write(room.resolve("identity.jar"));
        List<String> all = new ArrayList<>(List.of("--jar", jar.toString(), "--output-format", "records"));
        all.addAll(List.of(options));
        TestJob job = new TestJob(processes, room, FILES, REDUCES, all.toArray(String[]::new));
        for (int file = 0; file < FILES; file++) {
            job.over(content(random, file));
        }
        return job;
    }

    private byte[] content(Random random, int file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] longKey = random(new Random(7), 1 << 20);
        for (int i = 0; i < SMALL_RECORDS; i++) {
            write(out, smallKey(random), random(random, random.nextInt(i % 100 == 0 ? 20_000 : 40)));
        }
        write(out, longKey, random(random, 3 << 20));
        longKey[longKey.length - 1]++;
        write(out, longKey, new byte[0]);
        write(out, new byte[0], random(random, 5 << 20));
        write(out, random(random, 1 << 20), new byte[] {(byte) file});
        return bytes.toByteArray();
    }

    /** Often one that others have too, or that begins as they do. */
    private static byte[] smallKey(Random random) {
        String[] odd = {"", "\0", "\0\0", "\n", "\t", "\\", "\\n", " ", "\r\n", "a", "a\0", "a\t", "\u00e9"};
        return switch (random.nextInt(4)) {
            case 0 -> odd[random.nextInt(odd.length)].getBytes(StandardCharsets.UTF_8);
            case 1 -> new byte[] {(byte) random.nextInt(256), (byte) 0xff};
            case 2 -> ("key" + random.nextInt(5_000)).getBytes(StandardCharsets.UTF_8);
            default -> random(random, random.nextInt(30));
        };
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void write(DataOutputStream out, byte[] key, byte[] value) throws IOException {
        reference.computeIfAbsent(key.clone(), unseen -> new ArrayList<>()).add(value);
        out.writeInt(key.length);
        out.write(key);
        out.writeInt(value.length);
        out.write(value);
    }

    /** Takes the output out of the reference, key by key, until nothing is left of it. */
    private void assertIsReference(Path dir) throws IOException {
        for (String name : Reference.names(dir.resolve("out"))) {
            byte[] last = null;
            List<byte[]> left = List.of();
            try (OutputRecords records = new OutputRecords(dir.resolve("out").resolve(name))) {
                while (records.next()) {
                    byte[] key = bytes(records.key());
                    if (last == null || !Arrays.equals(key, last)) {
                        assertThat(left).as("values missing").isEmpty();
                        assertThat(last == null || Arrays.compareUnsigned(last, key) < 0)
                                .as("keys rise")
                                .isTrue();
                        List<byte[]> values = reference.remove(key);
                        assertThat(values)
                                .as("values of a key of %s bytes", key.length)
                                .isNotNull();
                        left = values == null ? List.of() : values;
                        last = key;
                    }
                    assertThat(Arrays.equals(left.remove(0), bytes(records.value())))
                            .isTrue();
                }
            }
            assertThat(left).isEmpty();
        }
        assertThat(reference).isEmpty();
    }

    private static byte[] bytes(Slice slice) {
        return Arrays.copyOfRange(slice.array(), slice.offset(), slice.end());
    }

    @ParameterizedTest
    @CsvSource({"none, false", "none, true", "lz4, false", "zstd, true"})
    void records_of_any_bytes_come_out_as_they_went_in(String compression, boolean combined) throws Exception {
        TestJob job = job(
                new Random(compression.length()),
                "--compress",
                compression,
                "--set",
                "combine=" + combined,
                "--memory",
                "1MiB");

        job.start("--local-workers", "2").endsWith(0);

        assertIsReference(job.dir());
        assertThatJob(job).succeeded().hasOneWinnerATask().leavesOnlyItsResults();
        assertThat(job.record().rows("SELECT value FROM counter WHERE name = 'map.spills'"))
                .first()
                .asString()
                .satisfies(spills -> assertThat(Long.parseLong(spills)).isGreaterThan(FILES));
    }

    @Test
    void the_same_over_all_files_by_range() throws Exception {
        TestJob job = job(new Random(5), "--partitioner", "range", "--memory", "1MiB");
        job.start("--local-workers", "2").endsWith(0);
        byte[] last = new byte[0];
        for (int r = 0; r < REDUCES; r++) {
            try (OutputRecords records = new OutputRecords(job.dir().resolve("out/out-" + r))) {
                while (records.next()) {
                    byte[] key = bytes(records.key());
                    assertThat(Arrays.compareUnsigned(last, key)).isLessThanOrEqualTo(0);
                    last = key;
                }
            }
            assertThat(Files.size(job.dir().resolve("out/out-" + r))).isPositive();
        }
        assertIsReference(job.dir());
    }
}
