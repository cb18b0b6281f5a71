package dev.mr.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Option;
import dev.mr.task.JobCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jars offer, and what is said of those that offer nothing usable. */
class JobCatalogTest {
    @TempDir
    private Path folder;

    private Path jar(String name, JobJar content) throws IOException {
        return content.write(folder.resolve(name));
    }

    /** One line that holds all of this. */
    private static void assertUnusable(List<Path> jars, String... phrases) {
        assertThatThrownBy(() -> JobCatalog.ofJars(jars))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(phrases);
    }

    private static List<String> names(JobCatalog catalog) {
        return catalog.jobs().stream().map(OfferedJob::name).toList();
    }

    @Test
    void the_bundled_jobs_are_there_with_descriptions_and_one_of_no_such_name_is_told_with_the_names_there_are() {
        JobCatalog bundled = JobCatalog.bundled();
        assertThat(names(bundled)).contains("wordcount", "grep").isSorted();
        assertThat(bundled.jobs())
                .allMatch(job -> job.jar() == null && !job.description().isBlank());
        assertThat(bundled.jars()).isEmpty();
        assertThatThrownBy(() -> bundled.job("wordcont"))
                .hasMessage("job \"wordcont\" is unknown; known: " + String.join(", ", names(bundled)));
    }

    @Test
    void a_jar_offers_its_jobs_and_no_others() throws IOException {
        Path jar = jar(
                "two.jar",
                JobJar.counting("Longest", """
                        public String description() { return "the longest words"; }
                        public List<Option> options() {
                            return List.of(Option.required("top", "how many"), Option.of("unit", "letters", "of what"));
                        }
                        """)
                        .job("Count", """
                        public String name() { return "wordcount"; }
                        public void define(Plan plan, Options options) {}
                        """)
                        .service("  # a remark")
                        .service("")
                        .service("Longest # named twice"));
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar))) {
            assertThat(names(catalog)).containsExactly("longest", "wordcount");
            OfferedJob longest = catalog.job("longest");
            assertThat(longest.description()).isEqualTo("the longest words");
            assertThat(longest.options())
                    .containsExactly(Option.required("top", "how many"), Option.of("unit", "letters", "of what"));
            assertThat(longest.className()).isEqualTo("Longest");
            assertThat(longest.jar()).isEqualTo(jar);
            assertThat(catalog.job("wordcount").className()).isEqualTo("Count");
            assertThat(catalog.jars()).containsExactly(JarFiles.describe(jar));
        }
    }

    @Test
    void a_job_in_other_jars_than_it_was_stored_with_is_found_by_its_stored_code() throws IOException {
        JobCode code = new JobCode(
                "count",
                List.of(JarFiles.describe(jar("a.jar", JobJar.counting("Count", "")))),
                new java.util.TreeMap<>());
        try (JobCatalog catalog = JobCatalog.of(code)) {
            assertThat(catalog.job("count").className()).isEqualTo("Count");
            assertThat(catalog.jars()).isEqualTo(code.jars());
        }
        assertThat(JobCatalog.of(JobCode.bundled("wordcount")).job("wordcount").jar())
                .isNull();
    }

    @Test
    void a_file_that_is_no_jar_or_not_there_or_a_folder_is_named() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "PK, but no jar");
        Path none = folder.resolve("none.jar");
        assertUnusable(
                List.of(text, none, folder),
                "jar " + text + " is no jar: ",
                "; jar " + none + " does not exist; ",
                "jar " + folder + " is a folder; name the jar itself");
    }

    @Test
    void a_jar_that_was_cut_off_is_named() throws IOException {
        Path jar = jar("cut.jar", JobJar.counting("Count", ""));
        byte[] bytes = Files.readAllBytes(jar);
        Files.write(jar, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertUnusable(List.of(jar), "jar " + jar + " is no jar: ");
    }

    @Test
    void jars_without_a_job_are_named_and_say_what_is_missing_but_a_library_beside_a_job_is_welcome()
            throws IOException {
        Path library = jar(
                "library.jar",
                new JobJar().type("Answer", "public class Answer { public static String NAME = \"of-a-library\"; }"));
        Path empty = jar("empty.jar", new JobJar().service("# nothing"));
        assertUnusable(
                List.of(library, empty),
                "there is no job in " + library + ", " + empty,
                "META-INF/services/dev.mr.api.Job that names the job's class");
        Path job = jar(
                "job.jar",
                JobJar.counting("Count", "public String name() { return Answer.NAME; }")
                        .using(library));
        assertUnusable(
                List.of(job),
                "job class Count in " + job,
                "failed in name(): java.lang.NoClassDefFoundError: Answer, which is in none of the jars; add its jar with"
                        + " --jar");
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(job, library))) {
            assertThat(names(catalog)).containsExactly("of-a-library");
        }
    }

    @Test
    void jars_that_a_manifest_asks_for_are_part_of_the_job_and_checked_with_it() throws IOException {
        Path library = jar(
                "library.jar",
                new JobJar().type("Answer", "public class Answer { public static String NAME = \"asked-for\"; }"));
        Path job = jar(
                "job.jar",
                JobJar.counting("Count", "public String name() { return Answer.NAME; }")
                        .using(library)
                        .manifest(Attributes.Name.CLASS_PATH, "gone.jar library.jar http://example.com/x.jar"));
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(job))) {
            assertThat(names(catalog)).containsExactly("asked-for");
            assertThat(catalog.jars()).containsExactly(JarFiles.describe(job), JarFiles.describe(library));
            assertThat(JobCatalog.describe(List.of(job))).isEqualTo(catalog.jars());
        }
        Files.createDirectory(folder.resolve("classes"));
        Path loose = jar("loose.jar", JobJar.counting("Count", "").manifest(Attributes.Name.CLASS_PATH, "classes/"));
        assertUnusable(List.of(loose), "jar " + loose, "asks for the folder " + folder.resolve("classes"));
    }

    @Test
    void two_jars_that_offer_one_name_are_both_named() throws IOException {
        Path one = jar("one.jar", JobJar.counting("One", "public String name() { return \"count\"; }"));
        Path two = jar("two.jar", JobJar.counting("Two", "public String name() { return \"count\"; }"));
        assertUnusable(
                List.of(one, two),
                "the name count is offered by two jobs, One in " + one + " and Two in " + two + "; leave one out");
    }

    @Test
    void two_versions_of_one_jar_are_both_named_although_java_would_take_the_first() throws IOException {
        Path old = jar("job-1.jar", JobJar.counting("Count", ""));
        Path young = jar("job-2.jar", JobJar.counting("Count", "public String description() { return \"new\"; }"));
        assertUnusable(List.of(old, young), "job class Count is in both " + old + " and " + young);
    }

    @Test
    void one_jar_named_twice_is_one_jar() throws IOException {
        Path jar = jar("a.jar", JobJar.counting("Count", ""));
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar, folder.resolve("./a.jar")))) {
            assertThat(catalog.jars()).hasSize(1);
        }
    }

    @Test
    void a_jar_that_changed_or_is_gone_is_told_with_both_digests() throws Exception {
        Path jar = jar("a.jar", JobJar.counting("Count", ""));
        JobCode.Jar stored = JarFiles.describe(jar);
        assertThat(stored.sha256()).matches("[0-9a-f]{64}");
        assertThat(stored.path()).isEqualTo(jar.toString());
        JarFiles.check(stored);

        jar("a.jar", JobJar.counting("Count", "int another;"));
        assertThatThrownBy(() -> JarFiles.check(stored))
                .isInstanceOf(JarFiles.JarChangedException.class)
                .hasMessage("jar " + jar + " changed since the job started: its SHA-256 was "
                        + stored.sha256().substring(0, 12) + ", now it is "
                        + JarFiles.describe(jar).sha256().substring(0, 12));
        Files.delete(jar);
        assertThatThrownBy(() -> JarFiles.check(stored))
                .isInstanceOf(JarFiles.JarChangedException.class)
                .hasMessageStartingWith("jar " + jar + " is gone since the job started");
    }

    @Test
    void settings_are_the_defaults_and_what_was_given_and_all_mistakes_are_told_at_once() throws IOException {
        Path jar = jar("a.jar", JobJar.counting("Count", """
                public List<Option> options() {
                    return List.of(Option.required("top", "how many"), Option.of("unit", "letters", "of what"));
                }
                """));
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar))) {
            OfferedJob job = catalog.job("count");
            List<String> problems = new ArrayList<>();
            assertThat(job.settings(Map.of("top", "10"), problems)).isEqualTo(Map.of("top", "10", "unit", "letters"));
            assertThat(problems).isEmpty();
            assertThat(job.settings(Map.of("tip", "10"), problems)).isEqualTo(Map.of("unit", "letters"));
            assertThat(problems)
                    .containsExactly(
                            "job count: option top is missing, give it with --set top=VALUE (how many)",
                            "job count: option \"tip\" is unknown; known: top, unit");
        }
    }
}
