package dev.mr.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/proof.md} has every fault of the catalogue, and the tests it names are there. */
class ProofPageTest {
    private static final Path PAGE = Path.of("docs/proof.md");
    private static final Path SOURCES = Path.of("src/test/java");

    /** The letter of each group of faults, and how many it has. */
    private static final String FAULTS = "D15 W12 N13 C4 F19 S13 I6 U7 K5 X11";

    private static final Pattern ROW = Pattern.compile("\\| ([A-Z]\\d+) \\| (.*) \\| (.*) \\| (.*) \\|");
    private static final Pattern NAME =
            Pattern.compile("`(?:([a-z0-9]+)\\.)?([A-Z]\\w*(?:Test|IT|Proof|Contract))(?:#(\\w+))?`");

    private static List<String> catalogue() {
        return Stream.of(FAULTS.split(" ", -1))
                .flatMap(group -> IntStream.rangeClosed(1, Integer.parseInt(group.substring(1)))
                        .mapToObj(number -> group.substring(0, 1) + number))
                .toList();
    }

    private static List<MatchResult> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(Matcher::toMatchResult)
                .toList();
    }

    private static Set<String> missing(String text) throws IOException {
        Set<String> missing = new HashSet<>();
        for (MatchResult name : NAME.matcher(text).results().toList()) {
            List<Path> files = sources(name.group(1), name.group(2));
            boolean isThere = files.size() == 1
                    && (name.group(3) == null
                            || Files.readString(files.get(0)).contains(" void " + name.group(3) + "("));
            if (!isThere) {
                missing.add(name.group() + " in " + files);
            }
        }
        return missing;
    }

    /** Classes of that name, of that room if one is given. */
    private static List<Path> sources(@Nullable String room, String type) throws IOException {
        Path end = room == null ? Path.of(type + ".java") : Path.of(room, type + ".java");
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.endsWith(end)).toList();
        }
    }

    @Test
    void every_fault_of_the_catalogue_has_one_row_in_order() throws IOException {
        assertThat(catalogue()).hasSize(105);
        assertThat(rows()).extracting(row -> row.group(1)).isEqualTo(catalogue());
    }

    @Test
    void every_row_says_what_is_expected_and_has_a_test_or_says_why_there_is_none() throws IOException {
        List<String> empty = new ArrayList<>();
        for (MatchResult row : rows()) {
            String tests = row.group(4);
            boolean isReason = tests.startsWith("no test: ") && tests.length() > 30;
            boolean isTest = tests.startsWith("`") && NAME.matcher(tests).lookingAt();
            if (row.group(2).isBlank() || row.group(3).isBlank() || !(isReason || isTest)) {
                empty.add(row.group());
            }
        }
        assertThat(empty).isEmpty();
    }

    @Test
    void every_test_that_the_page_names_is_there() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(NAME.matcher(page).results()).hasSizeGreaterThan(100);
        assertThat(missing(page)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"`NoSuchTest`", "`ProofPageTest#no_such_method`", "`DamageTest`", "`cli.ProofPageTest`"})
    void a_name_that_is_wrong_or_not_one_class_s_would_be_found(String name) throws IOException {
        assertThat(missing(name)).hasSize(1);
    }
}
