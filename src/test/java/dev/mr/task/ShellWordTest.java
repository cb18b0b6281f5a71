package dev.mr.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @ParameterizedTest
    @ValueSource(strings = {"files", "/data/job-1/a_b.c", "../größe", "a@b:c=d,e+f%"})
    void what_a_shell_reads_as_one_word_stays_as_it_is(String word) {
        assertThat(ShellWord.of(word)).isEqualTo(word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a b", "$HOME", "a;b", "it's", "a\"b", "~", "a*", "a\\b", "-\n", "(x)", "a&b", "`a`", "#", "!",
                "a|b>c"
            })
    void anything_else_is_read_back_by_a_shell_as_the_same_word(String word) throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "printf %s. " + ShellWord.of(word)).start();

        assertThat(new String(shell.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(word + ".");
    }

    @Test
    void a_blank_puts_the_word_between_single_quotes() {
        assertThat(ShellWord.of("my files")).isEqualTo("'my files'");
    }
}
