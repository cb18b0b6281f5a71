package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsCommandTest {
    @TempDir
    private Path folder;

    private static ProgramRun jobs(String... options) {
        return Workplace.driver(
                java.util.stream.Stream.concat(java.util.stream.Stream.of("jobs"), java.util.stream.Stream.of(options))
                        .toArray(String[]::new));
    }

    private String jar() throws IOException {
        return JobJar.of("Sessions", """
                        public String description() { return "visits of a web site"; }
                        public List<Option> options() {
                            return List.of(
                                    Option.required("site", "its name"),
                                    Option.of("gap", "30", "minutes between two visits"),
                                    Option.of("mark", "", ""));
                        }
                        public void define(Plan plan, Options options) {
                            plan.input(Input.BLOCKS_OF_LINES).map((block, out) -> {});
                        }
                        """)
                .job("Picky", """
                        public List<Option> options() { return List.of(Option.required("number", "n")); }
                        public void define(Plan plan, Options options) {
                            options.number("number", 1, 2);
                        }
                        """)
                .write(folder.resolve("jobs.jar"))
                .toString();
    }

    @Test
    void the_bundled_jobs_are_listed_with_what_they_read_and_their_options() {
        ProgramRun run = jobs();
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("\nwordcount  ")
                .contains("\ngrep  ", "\n    --set pattern=VALUE (required)  what to look for", "\n    reads lines\n")
                .contains("\n    --set ignore-case=false  ")
                .contains("\nstreaming  ", "\n    --map-cmd=VALUE (required)  ", "\n    --input-format=lines  ");
        assertThat(run.out().lines().filter(line -> !line.startsWith(" "))).isSorted();
    }

    @Test
    void the_jobs_of_a_jar_are_listed_alone() throws IOException {
        ProgramRun run = jobs("--jar", jar());
        assertThat(run.out()).isEqualTo("""
                picky
                    reads what its options say
                    --set number=VALUE (required)  n
                sessions  visits of a web site
                    reads blocks of lines
                    --set site=VALUE (required)  its name
                    --set gap=30  minutes between two visits
                    --set mark=
                """);
    }

    @Test
    void the_json_has_the_same_for_programs() throws IOException {
        String jar = jar();
        JsonObject listing =
                JsonParser.parseString(jobs("--json", "--jar", jar).out()).getAsJsonObject();
        assertThat(listing.get("v").getAsInt()).isEqualTo(1);
        JsonObject picky = listing.getAsJsonArray("jobs").get(0).getAsJsonObject();
        assertThat(picky.get("input").isJsonNull()).isTrue();
        JsonObject sessions = listing.getAsJsonArray("jobs").get(1).getAsJsonObject();
        assertThat(sessions)
                .hasToString("{\"name\":\"sessions\",\"description\":\"visits of a web site\","
                        + "\"input\":\"blocks of lines\",\"class\":\"Sessions\",\"jar\":\"" + jar + "\",\"options\":["
                        + "{\"name\":\"site\",\"required\":true,\"default\":null,\"description\":\"its name\"},"
                        + "{\"name\":\"gap\",\"required\":false,\"default\":\"30\",\"description\":\"minutes between"
                        + " two visits\"},"
                        + "{\"name\":\"mark\",\"required\":false,\"default\":\"\",\"description\":\"\"}]}");
        StatusJsonTest.assertDocumented(listing, "`mr-driver jobs --json`");
        assertThat(jobs("--json").out()).hasLineCount(1).contains("\"jar\":null");
    }

    @Test
    void a_jar_that_cannot_be_listed_is_refused_in_a_line() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        Path none = folder.resolve("none.jar");
        for (List<String> arguments : List.of(
                List.of("--jar", text.toString()),
                List.of("--jar", text.toString(), "--json", "--jar", none.toString()))) {
            Workplace.assertRefused(jobs(arguments.toArray(String[]::new)), "jar " + text + " is no jar: ");
        }
        Path broken = JobJar.of("Broken", "private Broken() {} public void define(Plan p, Options o) {}")
                .write(folder.resolve("broken.jar"));
        Workplace.assertRefused(
                jobs("--jar", broken.toString()),
                "mr-driver: job class Broken in " + broken + " has no public constructor without parameters");
    }
}
