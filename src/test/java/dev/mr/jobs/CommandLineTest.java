package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
    static Stream<Arguments> words() {
        return Stream.of(
                Arguments.of("python3 map.py", List.of("python3", "map.py")),
                Arguments.of(" \t\na  b\n", List.of("a", "b")),
                Arguments.of("a 'b c' \"d e\"", List.of("a", "b c", "d e")),
                Arguments.of("a '' \"\"", List.of("a", "", "")),
                Arguments.of("a'b'\"c\"\\d", List.of("abcd")),
                Arguments.of("a '\\n$x`y`\"'", List.of("a", "\\n$x`y`\"")),
                Arguments.of("a \"\\$ \\` \\\" \\\\ \\n ' $x\"", List.of("a", "$ ` \" \\ \\n ' $x")),
                Arguments.of("a \"b\\\nc\" d\\\ne \\\n f", List.of("a", "bc", "de", "f")),
                Arguments.of("a \\  \\' \\\" \\\\ \\n", List.of("a", " ", "'", "\"", "\\", "n")),
                Arguments.of(
                        "a | b > c; d & * ~ $HOME #e",
                        List.of("a", "|", "b", ">", "c;", "d", "&", "*", "~", "$HOME", "#e")),
                Arguments.of("\u00e4 'sch\u00f6n \ud83d\ude00'", List.of("\u00e4", "sch\u00f6n \ud83d\ude00")));
    }

    @ParameterizedTest
    @MethodSource("words")
    void a_command_is_split_like_a_posix_word_list_and_nothing_is_expanded(String text, List<String> words) {
        assertThat(CommandLine.parse(text).words()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~         | there is no command in it",
                "~ \t\n ~   | there is no command in it",
                "'' a       | the name of the command is empty",
                "a 'b c     | the quote ' at character 3 is never closed",
                "a \"b\\\"  | the quote \" at character 3 is never closed",
                "~a \"b\\~  | the quote \" at character 3 is never closed",
                "~a \\~     | it ends with a backslash that nothing follows"
            })
    void what_is_no_command_is_refused(String text, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CommandLine.parse(text))
                .withMessage(reason);
    }

    @Test
    void random_texts_are_split_as_the_shell_splits_them() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        Random random = new Random(seed);
        String[] pieces = {"a", "b", " ", "\t", "'", "'", "\"", "\"", "\\", "-x", "\\\\"};
        int compared = 0;
        while (compared < 100) {
            StringBuilder text = new StringBuilder("x");
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            List<String> words;
            try {
                words = CommandLine.parse(text.toString()).words();
            } catch (IllegalArgumentException unfinished) {
                continue;
            }
            assertThat(words).as("-Dmr.seed=%s: [%s]", seed, text).isEqualTo(splitByShell(text));
            compared++;
        }
    }

    private static List<String> splitByShell(CharSequence text) throws IOException {
        Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\000' " + text).start();
        String words = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return List.of(words.substring(0, words.length() - 1).split("\0", -1));
    }
}
