package dev.mr.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.ChunkManifest;
import dev.mr.task.ChunkManifest.By;
import dev.mr.task.ChunkManifest.Chunk;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkerTest {
    private static final int SMALLEST_WINDOW = 2 * Boundary.CONTEXT + 1;
    private static final String[] PIECES = {
        "a",
        "b",
        "Word",
        "longerword",
        "\u00e9",
        "\u4e2d",
        "\ud835\udc9c",
        " ",
        "\n",
        "\r\n",
        ".",
        "\u0000",
        "7",
        "\u0301"
    };

    @TempDir
    private Path folder;

    @Test
    void a_word_that_straddles_the_cut_goes_to_the_earlier_chunk() throws IOException {
        assertThat(chunksOf(By.WORD, 2, "one three five")).containsExactly("one three", " five");
    }

    @Test
    void a_line_that_straddles_the_cut_goes_to_the_earlier_chunk_with_its_carriage_return() throws IOException {
        assertThat(chunksOf(By.LINE, 2, "one\r\ntwo\r\nthree")).containsExactly("one\r\ntwo\r\n", "three");
    }

    @Test
    void two_inputs_that_would_join_in_a_word_get_a_newline_even_across_an_empty_one() throws IOException {
        assertThat(chunksOf(By.WORD, 1, "foo", "", "bar", " baz", "!")).containsExactly("foo\nbar baz!");
    }

    @Test
    void two_inputs_that_would_join_in_a_line_get_a_newline() throws IOException {
        assertThat(chunksOf(By.LINE, 1, "", "foo ", "bar\n", "", "baz", "")).containsExactly("foo \nbar\nbaz");
    }

    @Test
    void the_halves_of_a_letter_are_kept_apart() throws IOException {
        Path first = Files.write(folder.resolve("1"), new byte[] {'x', ' ', (byte) 0xC3});
        Path second = Files.write(folder.resolve("2"), new byte[] {(byte) 0xA9});
        run(By.WORD, 1, List.of(first, second), SMALLEST_WINDOW);
        assertThat(Files.readAllBytes(onlyChunk())).containsExactly('x', ' ', 0xC3, '\n', 0xA9);
    }

    @Test
    void more_chunks_than_words_leaves_some_empty() throws IOException {
        assertThat(chunksOf(By.WORD, 4, "word")).containsExactly("word", "", "", "");
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_input_gives_empty_chunks(By by) throws IOException {
        assertThat(chunksOf(by, 3, "")).containsExactly("", "", "");
    }

    @Test
    void the_same_file_given_twice_counts_twice() throws IOException {
        Path file = Files.writeString(folder.resolve("book.txt"), "word");
        run(By.WORD, 1, List.of(file, file), SMALLEST_WINDOW);
        assertThat(onlyChunk()).hasContent("word\nword");
    }

    @Test
    void random_inputs_are_cut_as_the_contract_says() throws IOException {
        long seed = Long.getLong("mr.test.seed", new Random().nextLong());
        System.out.println("ChunkerTest: -Dmr.test.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            By by = random.nextBoolean() ? By.WORD : By.LINE;
            int count = 1 + random.nextInt(9);
            int window = SMALLEST_WINDOW + random.nextInt(random.nextBoolean() ? 8 : 100);
            List<byte[]> inputs = randomInputs(random);
            List<Path> paths = new ArrayList<>();
            for (byte[] input : inputs) {
                paths.add(Files.write(folder.resolve("input-" + paths.size()), input));
            }
            ChunkManifest manifest = run(by, count, paths, window).manifest();
            byte[] text = ReferenceChunks.join(by, inputs);
            List<byte[]> expected = ReferenceChunks.cut(by, text, count);
            List<byte[]> found = new ArrayList<>();
            for (Chunk chunk : manifest.chunks()) {
                found.add(Files.readAllBytes(out().resolve(chunk.name())));
            }
            String what = "round " + round + " by " + by + ", window " + window;
            assertThat(found).as(what).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
            assertThat(ReferenceChunks.concatenate(found)).as(what).isEqualTo(text);
            assertSizes(by, text, found, what);
            assertManifest(manifest);
        }
    }

    /** Every size is within one word (line) of T/N, and no cut cuts one. */
    private static void assertSizes(By by, byte[] text, List<byte[]> chunks, String what) {
        int longest = 0;
        int piece = 0;
        for (int at = 1; at <= text.length; at++) {
            piece++;
            if (ReferenceChunks.mayCut(by, text, at)) {
                longest = Math.max(longest, piece);
                piece = 0;
            }
        }
        double ideal = (double) text.length / chunks.size();
        int at = 0;
        for (byte[] chunk : chunks) {
            at += chunk.length;
            assertThat(ReferenceChunks.mayCut(by, text, at)).as(what).isTrue();
            assertThat(Math.abs(chunk.length - ideal)).as(what).isLessThanOrEqualTo(Math.max(longest, 1));
        }
    }

    private void assertManifest(ChunkManifest manifest) throws IOException {
        ChunkManifest stored = ChunkManifest.parse(Files.readAllBytes(out().resolve(ChunkManifest.FILE_NAME)));
        assertThat(stored).isEqualTo(manifest);
        for (Chunk chunk : stored.chunks()) {
            var checksum = new LocalFileSystem().checksum(out().resolve(chunk.name()));
            assertThat(checksum.bytes()).isEqualTo(chunk.bytes());
            assertThat(checksum.crc32c()).isEqualTo(chunk.crc32c());
        }
    }

    @Test
    void an_input_that_grows_while_it_is_read_stops_the_run_and_leaves_nothing() throws IOException {
        Path input = Files.writeString(folder.resolve("growing.txt"), "some words");
        LocalFileSystem files = new LocalFileSystem();
        var growing = new ForwardingFileSystem(files) {
            @Override
            public void createDirectory(Path directory) throws IOException {
                super.createDirectory(directory);
                Files.writeString(input, " more", StandardOpenOption.APPEND);
            }
        };
        assertThatThrownBy(() -> new Chunker(growing).run(request(By.WORD, 2, List.of(input))))
                .isInstanceOfSatisfying(MrException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.INPUT_CHANGED);
                    assertThat(e.line()).contains("growing.txt", "10 bytes");
                });
        assertThat(entries()).containsExactly("growing.txt");
    }

    @Test
    void a_failure_at_the_last_rename_restores_the_folder_that_was_to_be_replaced() throws IOException {
        Path input = Files.writeString(folder.resolve("book.txt"), "old");
        run(By.WORD, 1, List.of(input), SMALLEST_WINDOW);
        Files.writeString(input, "new");
        var failing = new ForwardingFileSystem(new LocalFileSystem()) {
            @Override
            public void rename(Path from, Path to) throws IOException {
                if (to.endsWith("chunks") && from.toString().endsWith(".tmp")) {
                    throw new IOException("No space left on device");
                }
                super.rename(from, to);
            }
        };
        assertThatThrownBy(() -> new Chunker(failing).run(request(By.WORD, 1, List.of(input))))
                .isInstanceOfSatisfying(MrException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
                    assertThat(e.line())
                            .isEqualTo("cannot write " + out() + ": No space left on device; free space or choose"
                                    + " another --out, then run again");
                });
        assertThat(entries()).containsExactly("book.txt", "chunks");
        assertThat(onlyChunk()).hasContent("old");
    }

    @Test
    void an_output_where_nothing_may_be_made_asks_for_permission_not_for_space() throws IOException {
        Path input = Files.writeString(folder.resolve("book.txt"), "words");
        var forbidding = new ForwardingFileSystem(new LocalFileSystem()) {
            @Override
            public void createDirectory(Path directory) throws IOException {
                throw new AccessDeniedException(directory.toString());
            }
        };
        assertThatThrownBy(() -> new Chunker(forbidding).run(request(By.WORD, 1, List.of(input))))
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT))
                .hasMessage("cannot write " + out() + ": permission denied; get permission for it or choose another"
                        + " --out, then run again");
    }

    private static List<byte[]> randomInputs(Random random) {
        List<byte[]> inputs = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            int pieces = random.nextInt(random.nextBoolean() ? 3 : 60);
            List<byte[]> text = new ArrayList<>();
            for (int p = 0; p < pieces; p++) {
                byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(UTF_8);
                int length = random.nextInt(5) == 0 ? random.nextInt(piece.length + 1) : piece.length;
                text.add(Arrays.copyOf(piece, length));
            }
            inputs.add(ReferenceChunks.concatenate(text));
        }
        return inputs;
    }

    private List<String> chunksOf(By by, int count, String... inputs) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String input : inputs) {
            paths.add(Files.writeString(folder.resolve("input-" + paths.size()), input));
        }
        List<String> chunks = new ArrayList<>();
        for (Chunk chunk : run(by, count, paths, SMALLEST_WINDOW).manifest().chunks()) {
            chunks.add(Files.readString(out().resolve(chunk.name())));
        }
        return chunks;
    }

    private ChunkSummary run(By by, int count, List<Path> inputs, int window) {
        return new Chunker(new UnsyncedFileSystem(), window).run(request(by, count, inputs));
    }

    private ChunkRequest request(By by, int count, List<Path> inputs) {
        return new ChunkRequest(Integer.toString(count), by, out(), "t", true, inputs);
    }

    private Path out() {
        return folder.resolve("chunks");
    }

    private Path onlyChunk() {
        return out().resolve("t_0_mapper_0.txt");
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Spares a test thousands of waits for the disk. */
    private static final class UnsyncedFileSystem extends ForwardingFileSystem {
        UnsyncedFileSystem() {
            super(new LocalFileSystem());
        }

        @Override
        public void fsync(Path fileOrDirectory) {}

        @Override
        public void writeDurably(Path file, byte[] content) throws IOException {
            write(file, content);
        }
    }
}
