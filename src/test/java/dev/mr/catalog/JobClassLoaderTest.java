package dev.mr.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Options;
import dev.mr.shuffle.PlanBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job's code sees. */
class JobClassLoaderTest {
    /** Every option it is given is a question; it answers by what it throws. */
    private static final String ORACLE = """
            public List<Option> options() { return List.of(Option.required("class", "a name")); }
            public void define(Plan plan, Options options) {
                String answer;
                try {
                    answer = Class.forName(options.get("class")).getName() + " is seen";
                } catch (ClassNotFoundException hidden) {
                    answer = hidden.getMessage() + " is hidden";
                }
                throw new IllegalArgumentException(answer);
            }
            """;

    @TempDir
    private Path folder;

    private String answer(JobJar content, Map<String, String> options) throws IOException {
        Path jar = content.write(folder.resolve("job.jar"));
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar))) {
            OfferedJob job = catalog.jobs().get(0);
            PlanBuilder.of(job, new Options(options));
            throw new AssertionError("it did not answer");
        } catch (IllegalArgumentException answer) {
            return String.valueOf(answer.getMessage());
        } finally {
            assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        }
    }

    @Test
    void the_jdk_the_api_and_the_jar_are_seen_and_nothing_else_of_this_process() throws IOException {
        for (String seen : List.of(
                "java.util.TreeMap",
                "java.sql.Connection",
                "com.sun.net.httpserver.HttpServer",
                "javax.tools.ToolProvider",
                "com.sun.source.util.JavacTask",
                "dev.mr.api.Words",
                "Oracle")) {
            assertThat(answer(JobJar.of("Oracle", ORACLE), Map.of("class", seen)))
                    .isEqualTo("job oracle: " + seen + " is seen");
        }
        for (String hidden : List.of(
                "dev.mr.driver.DriverRun",
                "dev.mr.catalog.JobCatalog",
                "dev.mr.jobs.WordCount",
                "dev.mr.api.Nothing",
                "io.grpc.Server",
                "picocli.CommandLine",
                "org.slf4j.Logger",
                "org.sqlite.JDBC",
                "com.google.gson.Gson")) {
            assertThat(answer(JobJar.of("Oracle", ORACLE), Map.of("class", hidden)))
                    .isEqualTo("job oracle: " + hidden + " is hidden");
        }
    }

    @Test
    void a_jar_that_carries_the_api_itself_works_and_its_copy_is_not_used() throws IOException {
        JobJar fat = JobJar.of("Fat", """
                public void define(Plan plan, Options options) {
                    throw new IllegalArgumentException("" + (Plan.class.getClassLoader() == getClass().getClassLoader()));
                }
                """).folder(JobJar.api(), "dev/mr/api");
        assertThat(answer(fat, Map.of())).isEqualTo("job fat: false");
    }

    @Test
    void resources_of_the_jar_are_read_by_the_class_and_by_the_context_class_loader() throws IOException {
        JobJar jar = JobJar.of("Reader", """
                public void define(Plan plan, Options options) {
                    throw new IllegalArgumentException(read(getClass().getResourceAsStream("/data/words.txt")) + "+"
                            + read(Thread.currentThread().getContextClassLoader().getResourceAsStream("data/words.txt"))
                            + "+" + getClass().getResource("/logback.xml")
                            + "+" + getClass().getResource("/db/template.db"));
                }
                static String read(java.io.InputStream in) {
                    try (in) {
                        return new String(in.readAllBytes());
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
                """).resource("data/words.txt", "of the jar");
        assertThat(answer(jar, Map.of())).isEqualTo("job reader: of the jar+of the jar+null+null");
    }

    @Test
    void services_are_found_by_the_service_loader_in_the_jar_alone() throws IOException {
        JobJar jar = JobJar.of("Finder", """
                public void define(Plan plan, Options options) {
                    StringBuilder found = new StringBuilder();
                    ServiceLoader.load(Job.class).forEach(job -> found.append(job.name()).append(' '));
                    throw new IllegalArgumentException(found.toString());
                }
                """);
        assertThat(answer(jar, Map.of())).isEqualTo("job finder: finder ");
    }

    @Test
    void what_define_throws_names_job_class_and_options_unless_it_is_about_an_option() throws IOException {
        String member = """
                public List<Option> options() { return List.of(Option.of("gap", "x", "minutes")); }
                public void define(Plan plan, Options options) { %s }
                """;
        assertThat(answer(JobJar.of("Bad", member.formatted("options.number(\"gap\", 1, 9);")), Map.of("gap", "abc")))
                .isEqualTo("job bad: option gap is \"abc\", expected a whole number from 1 to 9");
        assertThat(answer(
                        JobJar.of("Bad", member.formatted("Long.parseLong(options.get(\"gap\"));")),
                        Map.of("gap", "abc")))
                .isEqualTo(
                        "job bad: define() of Bad in " + folder.resolve("job.jar")
                                + " failed with the options {gap=abc}: java.lang.NumberFormatException: For input string: \"abc\"");
        assertThat(answer(JobJar.of("Bad", member.formatted("throw new Error(\"odd\");")), Map.of("gap", "abc")))
                .contains("define() of Bad in ", "java.lang.Error: odd");
        assertThat(answer(JobJar.of("Bad", member.formatted("options.get(\"typo\");")), Map.of("gap", "abc")))
                .contains("asks for its option \"typo\" but did not declare it; declared: gap");
    }

    @Test
    void a_heap_that_is_full_is_not_the_job_s_mistake() throws IOException {
        JobJar jar = JobJar.of("Big", """
                public void define(Plan plan, Options options) { throw new OutOfMemoryError("a test's"); }
                """);
        assertThatThrownBy(() -> answer(jar, Map.of())).isInstanceOf(OutOfMemoryError.class);
    }
}
