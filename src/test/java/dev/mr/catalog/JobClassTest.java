package dev.mr.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Classes that a service file names and that cannot be jobs: each is told in a line with class, jar and cause. */
class JobClassTest {
    private static final String PLAN = "public void define(Plan plan, Options options) {}\n";

    @TempDir
    private Path folder;

    private void assertUnusable(JobJar content, String name, String cause) throws IOException {
        Path jar = content.write(folder.resolve("job.jar"));
        assertThatThrownBy(() -> JobCatalog.ofJars(List.of(jar)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("job class " + name + " in " + jar + " ")
                .contains(cause)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "private Broken() {}                    | has no public constructor without parameters",
                "public Broken(int n) {}                | has no public constructor without parameters",
                "public Broken() { Object o = null; o.hashCode(); }"
                        + "                             | failed in its constructor: java.lang.NullPointerException",
                "public Broken() throws Exception { throw new Exception(\"no luck\"); }"
                        + "                             | failed in its constructor: java.lang.Exception: no luck",
                "static int n = Integer.parseInt(\"x\");  | cannot be loaded: java.lang.NumberFormatException: For input",
                "public String name() { throw new IllegalStateException(\"shy\"); }"
                        + "                             | failed in name(): java.lang.IllegalStateException: shy",
                "public String name() { return name(); } | failed in name(): java.lang.StackOverflowError",
                "public String name() { return null; }  | answers null to name()",
                "public String name() { return \"\"; }  | has the name \"\", expected 1 to 100 of A-Z a-z 0-9",
                "public String name() { return \"a b\"; } | has the name \"a b\", expected",
                "public String name() { return \"../x\"; } | has the name \"../x\", expected",
                "public String description() { return null; } | answers null to description()",
                "public List<Option> options() { return null; } | failed in options(): java.lang.NullPointerException",
                "public List<Option> options() { throw new AssertionError(\"no\"); }"
                        + "                             | failed in options(): java.lang.AssertionError: no",
                "public List<Option> options() { return Arrays.asList((Option) null); }"
                        + "                             | declares an option that is null",
                "public List<Option> options() { return List.of(Option.of(\"a=b\", \"\", \"\")); }"
                        + "                             | declares the option \"a=b\", expected",
                "public List<Option> options() { return List.of(Option.of(\"a\", \"\", null)); }"
                        + "                             | declares an option that is null, or has no name or description",
                "public List<Option> options() { Option a = Option.of(\"a\", \"\", \"\"); return List.of(a, a); }"
                        + "                             | declares the option a twice",
            })
    void a_class_that_cannot_be_made_or_speaks_nonsense(String member, String cause) throws IOException {
        assertUnusable(JobJar.of("Broken", PLAN + member), "Broken", cause);
    }

    @Test
    void a_class_that_is_missing_or_no_job_or_cannot_be_made() throws IOException {
        assertUnusable(
                new JobJar().service("org.example.Gone"),
                "org.example.Gone",
                "is not there, although META-INF/services/dev.mr.api.Job names it");
        assertUnusable(
                new JobJar().type("Plain", "public class Plain {}").service("Plain"),
                "Plain",
                "does not implement dev.mr.api.Job");
        assertUnusable(
                new JobJar()
                        .type("Half", "public abstract class Half implements Job {}")
                        .service("Half"),
                "Half",
                "is not a public class that can be made");
        assertUnusable(
                new JobJar()
                        .type("Shy", "class Shy implements Job {" + PLAN + "}")
                        .service("Shy"),
                "Shy",
                "is not a public class that can be made");
        assertUnusable(new JobJar().service("not a name!"), "not a name!", "is not there, although");
    }

    @Test
    void a_class_for_a_newer_java() throws IOException {
        int own = Runtime.version().feature();
        assertUnusable(
                JobJar.counting("Tomorrow", "").needsJava(own + 1),
                "Tomorrow",
                "is compiled for Java " + (own + 1) + ", this is Java " + own + "; compile it with --release " + own);
    }

    @Test
    void a_class_in_a_package_that_is_java_s_own() throws IOException {
        assertUnusable(new JobJar().service("java.lang.String"), "java.lang.String", "does not implement");
    }

    @Test
    void every_unusable_class_is_told_at_once() throws IOException {
        Path jar = JobJar.of("One", PLAN + "private One() {}")
                .job("Two", PLAN + "private Two() {}")
                .write(folder.resolve("job.jar"));
        assertThatThrownBy(() -> JobCatalog.ofJars(List.of(jar)))
                .hasMessage(
                        "job class One in " + jar + " has no public constructor without parameters; job class Two in "
                                + jar + " has no public constructor without parameters");
    }
}
