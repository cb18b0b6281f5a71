package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files are those of a job of two maps and twelve reduces, and which are somebody's. */
class OldResultsTest {
    @TempDir
    Path root;

    private JobDirectory directory;

    @BeforeEach
    void given_a_directory() {
        directory = JobDirectory.at(root);
    }

    private OldResults results() throws IOException {
        JobSpec usual = JobSpecs.wordCount(2, 12);
        JobSpec job = new JobSpec(usual.code(), 2, 12, usual.shuffle(), "mr-out.", usual.rules());
        return OldResults.of(directory, new LocalFileSystem(), job);
    }

    private void file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, name);
    }

    private void assertForeign(String name) throws IOException {
        file(name);
        assertThat(results().foreign()).contains(name);
        Files.delete(root.resolve(name));
    }

    @Test
    void where_there_is_nothing_nothing_is_replaced_and_nobody_loses() throws IOException {
        assertThat(results().own()).isEqualTo("nothing but its record");
        assertThat(results().foreign()).isEmpty();
    }

    @Test
    void its_own_files_are_counted_and_those_that_desktops_strew_about_are_not() throws IOException {
        for (String own : new String[] {
            "out/mr-out.0", "out/mr-out.11", "out/.DS_Store", "intermediate/mr-1-11", "intermediate/.directory"
        }) {
            file(own);
        }
        assertThat(results().own())
                .isEqualTo("2 files in " + directory.output() + " and 1 file in " + directory.intermediate());
        assertThat(results().foreign()).isEmpty();
    }

    @Test
    void names_that_are_nearly_its_own_are_somebodys() throws IOException {
        for (String foreign : new String[] {
            "out/mr-out.12",
            "out/mr-out.01",
            "out/mr-out.",
            "out/mr-outx0",
            "out/mr-0-0",
            "out/mr-out.0~",
            "intermediate/mr-2-0",
            "intermediate/mr-0-12",
            "intermediate/mr-0-0-0",
            "intermediate/mr-00-0",
            "intermediate/mr-out.0",
            "intermediate/mr-0-99999999999999999999"
        }) {
            assertForeign(foreign);
        }
    }

    @Test
    void a_folder_is_somebodys_whatever_it_is_called_and_so_is_a_file_where_a_folder_belongs() throws IOException {
        file("out/.git/config");
        assertThat(results().foreign()).contains("out/.git");
        file("intermediate");
        assertThat(results().foreign()).contains("intermediate, out/.git");
    }

    @Test
    void three_are_named_and_the_others_are_counted() throws IOException {
        for (String name : new String[] {"out/e", "out/d", "intermediate/z", "out/c", "intermediate/y"}) {
            file(name);
        }
        assertThat(results().foreign()).contains("intermediate/y, intermediate/z, out/c and 2 more");
    }
}
