package dev.mr.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.InputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of an input that is not what it was. */
class InputChangeTest {
    private final FileSystem files = new LocalFileSystem();

    @TempDir
    private Path folder;

    private Path file;
    private InputFile input;

    @BeforeEach
    void an_input_of_three_bytes_from_the_first_second_of_1970() throws IOException {
        file = Files.writeString(folder.resolve("a.txt"), "abc");
        Files.setLastModifiedTime(file, FileTime.from(1, TimeUnit.SECONDS));
        FileSystem.FileFacts facts = files.facts(file).orElseThrow();
        input = new InputFile(0, 0, file.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode());
    }

    private void assertChange(String expected) throws IOException {
        assertThat(InputChange.of(input, files)).isEqualTo(expected);
    }

    private void assertDifference(String expected) throws IOException {
        assertChange("input " + file + " has changed since the job started: " + expected);
    }

    @Test
    void an_input_that_is_what_it_was_has_not_changed() throws IOException {
        assertChange("");
    }

    @Test
    void a_missing_input_is_called_missing() throws IOException {
        Files.delete(file);
        assertChange("input " + file + " is missing");
    }

    @Test
    void size_and_time_are_told_with_what_was_expected() throws IOException {
        Files.writeString(file, "abcd");
        Files.setLastModifiedTime(file, FileTime.from(2, TimeUnit.SECONDS));
        assertDifference("its size is 4, expected 3 bytes;"
                + " it was modified at 1970-01-01T00:00:02Z, expected 1970-01-01T00:00:01Z");
    }

    @Test
    void a_copy_in_its_place_is_told_without_inode_numbers() throws IOException {
        Path copy = Files.writeString(folder.resolve("copy"), "abc");
        Files.setLastModifiedTime(copy, FileTime.from(1, TimeUnit.SECONDS));
        files.rename(copy, file);
        assertDifference("another file has taken its place");
    }

    @Test
    void an_input_that_may_not_be_read_any_more_is_told_so() throws IOException {
        FileSystem forbidding = new ForwardingFileSystem(files) {
            @Override
            public boolean isReadable(Path path) {
                return false;
            }
        };
        assertThat(InputChange.of(input, forbidding))
                .isEqualTo("input " + file + " cannot be read any more: permission denied");
    }

    @Test
    void a_folder_in_its_place_is_not_a_regular_file() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        assertDifference("it is not a regular file any more");
    }
}
