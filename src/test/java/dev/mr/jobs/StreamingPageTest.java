package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mr.shuffle.NaiveWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/streaming.md, as they are printed there. */
class StreamingPageTest {
    private static final Pattern EXAMPLE = Pattern.compile("<!-- (\\S+) -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);
    private static final String TEXT = "the cat saw the dog\nAnd the dog: 1e2 100 the CAT\n\n";

    @TempDir
    Path folder;

    @BeforeEach
    void examples() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("docs/streaming.md")));
        while (example.find()) {
            Files.writeString(folder.resolve(example.group(1)), example.group(2));
        }
    }

    private String command(String interpreter, String script) {
        assertThat(folder.resolve(script)).exists();
        return interpreter + " '" + folder.resolve(script) + "'";
    }

    private void assertCountsWords(String map, String reduce) throws Exception {
        assertThat(new StreamingRun(folder, map)
                        .reducedBy(reduce)
                        .over(TEXT)
                        .over(TEXT)
                        .output())
                .isEqualTo(NaiveWords.output(
                        NaiveWords.of((TEXT + TEXT).getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    @Test
    void the_word_count_in_awk_counts_words() throws Exception {
        assertCountsWords(command("awk -f", "map.awk"), command("awk -f", "reduce.awk"));
    }

    @Test
    void the_word_count_in_python_counts_words() throws Exception {
        assumeThat(isThere("python3")).as("python3 is installed").isTrue();
        assertCountsWords(command("python3", "map.py"), command("python3", "reduce.py"));
    }

    private static boolean isThere(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null")
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void the_index_names_the_file_of_each_word() throws Exception {
        assertThat(new StreamingRun(folder, command("sh", "index.sh"))
                        .byFile()
                        .over("b a\nb")
                        .over("")
                        .over("c a")
                        .output())
                .isEqualTo("a input-0\na input-2\nb input-0\nc input-2\n");
    }
}
