package dev.mr.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.api.Options;
import dev.mr.shuffle.PlanBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The jobs in the documents are jobs. */
class DocumentedJobsTest {
    private static final Pattern JOB =
            Pattern.compile("(?s)```java\n((?:(?!```).)*public final class (\\w+) implements Job \\{.*?\n\\}\n)```");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"README.md, count", "docs/jobs.md, errorsbyhour"})
    void each_compiles_and_has_a_plan(String document, String name) throws IOException {
        Matcher job = JOB.matcher(Files.readString(Path.of(document)));
        assertThat(job.find()).isTrue();
        Path jar = new JobJar()
                .type(job.group(2), job.group(1))
                .service(job.group(2))
                .write(folder.resolve("job.jar"));
        try (JobCatalog catalog = JobCatalog.ofJars(List.of(jar))) {
            OfferedJob documented = catalog.job(name);
            Options options = new Options(documented.settings(new TreeMap<>(), List.of()));
            assertThat(PlanBuilder.of(documented, options)).isNotNull();
        }
    }
}
