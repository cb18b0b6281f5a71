package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --job}, {@code --jar} and {@code --set}: what is run, and what is refused before anything is created. */
class JobChoiceTest {
    /** Words of at least so many letters, counted. */
    private static final String LONG_WORDS = """
            public List<Option> options() {
                return List.of(Option.of("least", "3", "letters"), Option.required("mark", "what goes before a word"));
            }
            public void define(Plan plan, Options options) {
                long least = options.number("least", 1, 100);
                String mark = options.get("mark");
                if (mark.isEmpty()) {
                    throw new NullPointerException("no mark");
                }
                plan.input(Input.LINES).map((line, out) -> {
                    for (String word : line.text().split(" ")) {
                        if (word.length() >= least) {
                            out.emit(mark + word, 1);
                        }
                    }
                }).sum();
            }
            """;

    @TempDir
    private Path folder;

    private Workplace workplace;
    private String jar;

    @BeforeEach
    void a_jar_and_an_input() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in/a.txt", "one three three seven\n");
        jar = JobJar.of("Long", LONG_WORDS).write(folder.resolve("long.jar")).toString();
    }

    private List<String> start(String... options) {
        List<String> all =
                new ArrayList<>(List.of("start", "--dir", workplace.path("job"), "--inputs", workplace.path("in")));
        all.addAll(List.of(options));
        return all;
    }

    private void assertRefused(List<String> options, String... phrases) {
        workplace.assertDriverRefused(start(options.toArray(String[]::new)), phrases);
    }

    @Test
    void another_number_of_inputs_than_the_job_is_defined_over_is_refused() throws IOException {
        workplace.file("in/b.txt", "one four\n");
        assertRefused(
                List.of("--job", "join"),
                "the job is over 2 inputs, each a file or folder named by itself, and 1 is named");
        assertRefused(
                List.of("--job", "join", "--inputs", workplace.path("in"), "--inputs", workplace.path("in/b.txt")),
                "the job is over 2 inputs, each a file or folder named by itself, and 3 are named");
        String one = JobJar.of("One", """
                public void define(Plan plan, Options options) {
                    plan.inputs(1).map((line, out) -> out.emit(line, 1)).sum();
                }
                """).write(folder.resolve("one.jar")).toString();
        assertRefused(
                List.of("--jar", one, "--inputs", workplace.path("in/b.txt")),
                "the job is over 1 input, each a file or folder named by itself, and 2 are named");
        assertThat(run("--jar", one)).isEqualTo(Map.of("one", "three three seven 1"));
        assertThat(run("--force", "--job", "join", "--set", "separator= ", "--inputs", workplace.path("in/b.txt")))
                .isEqualTo(Map.of("one", "four four"));
    }

    private Map<String, String> run(String... options) throws IOException {
        List<String> all = start(options);
        all.addAll(List.of("--runner", "sequential", "--reduce-tasks=1"));
        ProgramRun run = Workplace.driver(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("job/out/out-0"))) {
            lines.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1));
        }
        return lines;
    }

    @Test
    void the_only_job_of_a_jar_needs_no_name_and_gets_its_options() throws IOException {
        assertThat(run("--jar", jar, "--set", "mark==", "--set", "least=4"))
                .isEqualTo(Map.of("=three", "2", "=seven", "1"));
    }

    @Test
    void a_job_of_a_jar_goes_before_the_bundled_one_of_its_name() throws IOException {
        String own = JobJar.of("Own", """
                public String name() { return "wordcount"; }
                public void define(Plan plan, Options options) {
                    plan.map((line, out) -> out.emit("mine", 1)).sum();
                }
                """).write(folder.resolve("own.jar")).toString();
        assertThat(run("--jar", own, "--job", "wordcount")).isEqualTo(Map.of("mine", "1"));
    }

    @Test
    void the_class_loader_of_the_jar_is_the_thread_s_while_map_and_reduce_run() throws IOException {
        String own = JobJar.of("Loader", """
                public void define(Plan plan, Options options) {
                    plan.map((line, out) -> out.emit("map-" + name(), 1))
                            .longs()
                            .reduce((key, values, out) -> out.emit(key.text() + "-reduce-" + name(), 1));
                }
                static String name() { return Thread.currentThread().getContextClassLoader().getName(); }
                """.replace("name()", "loader()"))
                .write(folder.resolve("loader.jar"))
                .toString();
        assertThat(run("--jar", own)).isEqualTo(Map.of("map-job-reduce-job", "1"));
    }

    @Test
    void all_that_is_wrong_with_a_job_s_options_is_told_in_the_one_line() {
        assertRefused(
                List.of("--jar", jar, "--set", "least=0", "--set", "mork=x", "--map-tasks=0"),
                "--map-tasks is 0",
                "; job long: option mark is missing, give it with --set mark=VALUE (what goes before a word); job long:"
                        + " option \"mork\" is unknown; known: least, mark; see mr-driver jobs --jar " + jar,
                "; see mr-driver start --help\n");
        assertRefused(
                List.of("--jar", jar, "--set", "least=0", "--set", "mark=x", "--set", "mork=x"),
                "job long: option \"mork\" is unknown",
                "job long: option least is \"0\", expected a whole number from 1 to 100");
        assertRefused(
                List.of("--jar", jar, "--set", "least=0", "--set", "mark=x"),
                "job long: option least is \"0\", expected a whole number from 1 to 100\n");
    }

    @Test
    void a_define_that_fails_is_told_with_its_class_its_jar_and_the_exception() {
        assertRefused(
                List.of("--jar", jar, "--set", "mark="),
                "job long: define() of Long in " + jar + " failed with the options {least=3, mark=}:"
                        + " java.lang.NullPointerException: no mark");
    }

    @Test
    void a_plan_that_contradicts_itself_is_refused() throws IOException {
        String bad = JobJar.of(
                        "Bad", "public void define(Plan plan, Options options) { plan.plainKeys().sum().longs(); }")
                .write(folder.resolve("bad.jar"))
                .toString();
        assertRefused(
                List.of("--jar", bad),
                "the plan of job bad is not possible: sum or longs() is said twice; it has no map()");
    }

    @Test
    void settings_that_are_no_settings_are_refused() {
        assertRefused(
                List.of("--set", "gap", "--set", "=5", "--set", "a=1", "--set", "a=2"),
                "--set is \"gap\", expected KEY=VALUE; --set is \"=5\", expected KEY=VALUE; --set gives a twice");
        assertRefused(List.of("--set", "top=5"), "job wordcount: option \"top\" is unknown; it has none");
        assertRefused(
                List.of("--job", "grep"), "job grep: option pattern is missing, give it with --set pattern=VALUE");
        assertRefused(List.of("--job", "grep", "--set", "pattern=("), "job grep: option pattern is \"(\"");
        assertRefused(
                List.of("--job", "streaming"),
                "job streaming: option map-cmd is missing, give it with --map-cmd=VALUE (the command");
    }

    @Test
    void jars_that_cannot_be_used_are_refused() throws IOException {
        String second = Files.copy(Path.of(jar), folder.resolve("copy.jar")).toString();
        assertRefused(List.of("--jar", jar, "--jar", second), "job class Long is in both " + jar + " and " + second);
        assertRefused(
                List.of("--jar", workplace.path("no.jar")), "jar " + workplace.path("no.jar") + " does not exist");
        assertRefused(List.of("--jar", workplace.path("in")), "jar " + workplace.path("in") + " is a folder");
        assertRefused(List.of("--jar", ""), "--jar: it is empty, expected a path");
        assertRefused(List.of("--jar", jar, "--job", "wordcount"), "job \"wordcount\" is unknown; known: long");
        String two = JobJar.of("A", LONG_WORDS)
                .job("B", LONG_WORDS)
                .write(folder.resolve("two.jar"))
                .toString();
        assertRefused(List.of("--jar", two), "--jar offers the jobs a, b; name one with --job");
    }

    @Test
    void a_resume_compares_what_it_is_given_without_asking_for_the_rest() throws IOException {
        for (List<String> options : List.of(
                List.of("--set", "mark=x"),
                List.of("--job", "gone"),
                List.of("--jar", jar),
                List.of("--job", "grep"))) {
            List<String> all = new ArrayList<>(List.of("resume", "--dir", workplace.path("job")));
            all.addAll(options);
            workplace.assertDriverRefused(all, "there is no job in ");
        }
        workplace.assertDriverRefused(
                List.of("resume", "--dir", workplace.path("job"), "--jar", workplace.path("no.jar"), "--set", "x"),
                "--set is \"x\", expected KEY=VALUE",
                "jar " + workplace.path("no.jar") + " does not exist");
    }
}
