package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkReaderTest {
    private static final String NAME = "work-" + new AttemptId(TaskId.reduce(17), 2, -1).directoryName();

    @TempDir
    private Path root;

    private WorkReader reader;

    @BeforeEach
    void a_directory_with_secrets() throws IOException {
        JobDirectory directory = JobDirectory.at(root);
        Files.createDirectories(directory.own());
        Files.writeString(directory.own().resolve(NAME), "work");
        Files.writeString(directory.token(), "secret");
        Files.writeString(root.resolve("out"), "secret");
        reader = new WorkReader(new LocalFileSystem(), directory);
    }

    @Test
    void the_name_the_driver_gives_to_work_is_read() throws IOException {
        assertThat(new String(reader.load("", NAME), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("work");
    }

    @Test
    void work_that_is_not_there_is_told_in_words() {
        String missing = NAME.replace("17", "18");
        assertThatThrownBy(() -> reader.load("", missing))
                .isInstanceOf(IOException.class)
                .hasMessage("work that cannot be read, "
                        + JobDirectory.at(root).own().resolve(missing) + ": no such file");
    }

    @Test
    void the_work_of_a_job_in_a_folder_lies_there() throws IOException {
        JobDirectory job = JobDirectory.at(root).in("jobs/a");
        Files.createDirectories(job.own());
        Files.writeString(job.own().resolve(NAME), "of a");
        assertThat(reader.load("jobs/a", NAME)).asString().isEqualTo("of a");
        assertThatThrownBy(() -> reader.load("jobs/b", NAME))
                .hasMessageStartingWith("work that cannot be read, ")
                .hasMessageContaining("/jobs/b/.mr/");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "../other", "/etc", "jobs/../..", "\u0000"})
    void a_folder_that_is_not_below_the_directory_is_refused(String folder) {
        assertThatThrownBy(() -> reader.load(folder, NAME))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("work of no job: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "token",
                "/etc/passwd",
                "../out",
                "work-r-17.2-ffffffffffffffff/",
                "./work-r-17.2-ffffffffffffffff",
                "work-r-17.2-ffffffffffffffff/../token",
                "work-r-17.2-ffffffffffffffff\u0000",
                "work-x-17.2-ffffffffffffffff",
                "work-r-17.2-ffff",
                "work-r--1.2-ffffffffffffffff"
            })
    void any_other_name_is_refused(String name) {
        assertThatThrownBy(() -> reader.load("", name))
                .isInstanceOf(IOException.class)
                .hasMessage("\"" + name + "\" is no file of work");
    }

    @Test
    void before_the_directory_is_known_nothing_is_read() {
        assertThatThrownBy(() -> new WorkReader(new LocalFileSystem(), null).load("", NAME))
                .hasMessageContaining("is no file of work");
    }
}
