package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The small files that know whether they are whole: receipts, chunk manifests and what both are made of. */
class CheckedFilesTest {
    private static final Receipt MAP_RECEIPT = new Receipt(
            new AttemptId(TaskId.map(17), 2, 0xf0c0ffee00c0ffeeL),
            List.of(new Extent(0, 0, 4096), new Extent(3, 17, 17)),
            List.of(new FileStats(10, 2, 0x0000beef), FileStats.EMPTY, new FileStats(1L << 40, 3, -1)),
            0,
            List.of(),
            new TreeMap<>(java.util.Map.of("words", 5L, "skipped.records", 0L)));

    private static final Receipt REDUCE_RECEIPT = new Receipt(
            new AttemptId(TaskId.reduce(0), 1, 1),
            List.of(),
            List.of(FileStats.EMPTY),
            9,
            List.of(new SideFile("a.txt", new FileStats(7, 0, 9))),
            new TreeMap<>());

    private static final ChunkManifest MANIFEST = new ChunkManifest(
            ChunkManifest.By.LINE,
            List.of(
                    new ChunkManifest.Chunk("two  words \u00e9_0_mapper_0.txt", 12, 0x0badcafe),
                    new ChunkManifest.Chunk("_1_mapper_1.txt", 0, 0)));

    private static final ChunkManifest WORDS = new ChunkManifest(ChunkManifest.By.WORD, List.of());

    static Stream<Format> formats() {
        return Stream.of(
                new Format("receipt of a map", ReceiptText.format(MAP_RECEIPT), ReceiptText::parse, MAP_RECEIPT),
                new Format(
                        "receipt of a reduce", ReceiptText.format(REDUCE_RECEIPT), ReceiptText::parse, REDUCE_RECEIPT),
                new Format("chunk manifest", MANIFEST.format(), ChunkManifest::parse, MANIFEST),
                new Format("manifest of words", WORDS.format(), ChunkManifest::parse, WORDS),
                new Format(
                        "text", CheckedText.format(List.of("a", "", "b ")), CheckedText::parse, List.of("a", "", "b ")),
                new Format("no lines", CheckedText.format(List.of()), CheckedText::parse, List.of()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void what_was_written_is_read_back(Format format) {
        assertThat(format.parse(format.content)).isEqualTo(format.value);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void any_single_flipped_byte_is_noticed(Format format) {
        for (int at = 0; at < format.content.length; at++) {
            for (int mask = 1; mask < 256; mask++) {
                byte[] damaged = format.content.clone();
                damaged[at] ^= (byte) mask;
                assertThatThrownBy(() -> format.parse(damaged)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_file_cut_short_or_continued_is_noticed(Format format) {
        for (int length = 0; length < format.content.length; length++) {
            byte[] cut = Arrays.copyOf(format.content, length);
            assertThatThrownBy(() -> format.parse(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(format.content, format.content.length + 1);
        assertThatThrownBy(() -> format.parse(longer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_kind_of_file_does_not_pass_for_another() {
        assertThatThrownBy(() -> ReceiptText.parse(MANIFEST.format())).hasMessageContaining("mr-receipt 1");
        assertThatThrownBy(() -> ChunkManifest.parse(ReceiptText.format(MAP_RECEIPT)))
                .hasMessageContaining("mr-chunks 1");
    }

    private static void assertRefused(Function<byte[], Object> parser, String message, String... lines) {
        assertThatThrownBy(() -> parser.apply(CheckedText.format(List.of(lines))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void a_file_that_is_whole_but_says_something_else_is_refused_with_what_it_says() {
        String receipt = "mr-receipt 1";
        String attempt = "attempt map-0 1 00000000000000ff";
        assertRefused(ReceiptText::parse, "does not begin with \"mr-receipt 1\"", receipt, attempt);
        assertRefused(
                ReceiptText::parse, "has the line \"read 1 2\" where \"read\" belongs", receipt, attempt, "read 1 2");
        assertRefused(
                ReceiptText::parse,
                "has the line \"extent 1 2\" where \"extent\" belongs",
                receipt,
                attempt,
                "read 1",
                "extent 1 2");
        assertRefused(
                ReceiptText::parse,
                "has the line \"else 1 2\" where \"counter\" belongs",
                receipt,
                attempt,
                "read 1",
                "else 1 2");
        assertRefused(ChunkManifest::parse, "does not begin with \"mr-chunks 1\"", "mr-chunks 1");
        assertRefused(ChunkManifest::parse, "says \"by page\"", "mr-chunks 1", "by page");
        for (String line : List.of("chunk 1 2", "block 1 2 a")) {
            assertRefused(
                    ChunkManifest::parse,
                    "has the line \"" + line + "\" where a chunk belongs",
                    "mr-chunks 1",
                    "by word",
                    line);
        }
    }

    @Test
    void a_text_says_whether_it_is_short_or_altered_and_its_digest_is_that_of_all_of_it() {
        byte[] text = CheckedText.format(List.of("a"));
        assertThat(new String(text, StandardCharsets.UTF_8)).isEqualTo("a\nend 09bde29b\n");
        assertThatThrownBy(() -> CheckedText.parse(Arrays.copyOf(text, 5))).hasMessage("is cut short");
        String inLine = "a" + new String(CheckedText.format(List.of()), StandardCharsets.UTF_8);
        assertThatThrownBy(() -> CheckedText.parse(inLine.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("is cut short");
        byte[] altered = text.clone();
        altered[0]++;
        assertThatThrownBy(() -> CheckedText.parse(altered)).hasMessage("does not match its checksum");
        assertThat(CheckedText.digest(text)).isNotZero().isNotEqualTo(CheckedText.digest(altered));
    }

    @Test
    void what_is_never_cut_has_the_name_of_the_command_line() {
        assertThat(ChunkManifest.By.WORD).hasToString("word");
        assertThat(ChunkManifest.By.LINE).hasToString("line");
    }

    private static final class Format {
        private final String name;
        private final byte[] content;
        private final Function<byte[], Object> parser;
        private final Object value;

        Format(String name, byte[] content, Function<byte[], Object> parser, Object value) {
            this.name = name;
            this.content = content;
            this.parser = parser;
            this.value = value;
        }

        Object parse(byte[] bytes) {
            return parser.apply(bytes);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
