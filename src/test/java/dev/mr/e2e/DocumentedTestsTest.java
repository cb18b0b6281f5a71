package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/lab-suite.md} names are there. */
class DocumentedTestsTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*(?:IT|Test|Contract))\\.(\\w+)`");

    @Test
    void every_test_that_is_named_exists() throws IOException {
        List<MatchResult> names = NAME.matcher(Files.readString(Path.of("docs/lab-suite.md")))
                .results()
                .toList();
        assertThat(names).isNotEmpty();
        for (MatchResult name : names) {
            assertThat(source(name.group(1))).contains(" void " + name.group(2) + "(");
        }
    }

    private static String source(String type) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            Path file = files.filter(path -> path.endsWith(type + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + type));
            return Files.readString(file);
        }
    }
}
