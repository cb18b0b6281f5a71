package dev.mr.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I/O errors as people read them. */
class IoFailureTest {
    private static void assertWords(IOException failure, String text, String remedy) {
        assertThat(IoFailure.text(failure)).isEqualTo(text);
        assertThat(IoFailure.remedy(failure)).isEqualTo(remedy);
    }

    @Test
    void a_refused_permission_is_not_a_full_disk() {
        assertWords(new AccessDeniedException("/out"), "/out: permission denied", "get permission for it");
        assertWords(
                new FileSystemException("/out", null, "Read-only file system"),
                "/out: Read-only file system",
                "make the file system writable");
    }

    @Test
    void a_full_disk_needs_space_whether_or_not_the_error_names_a_file() {
        assertWords(
                new FileSystemException("/out", null, "No space left on device"),
                "/out: No space left on device",
                "free space");
        assertWords(new IOException("No space left on device"), "No space left on device", "free space");
    }

    @Test
    void a_resource_that_is_used_up_is_known_as_such_and_has_a_remedy() {
        Map<String, String> remedies = Map.of(
                "No space left on device", "free space",
                "Disk quota exceeded", "free space",
                "Too many open files", "raise the limit of open files (ulimit -n)",
                "Too many open files in system", "raise the limit of open files (ulimit -n)",
                "Cannot allocate memory", "free memory");
        remedies.forEach((said, remedy) -> {
            FileSystemException failure = new FileSystemException("/out", null, said);
            assertWords(failure, "/out: " + said, remedy);
            assertThat(IoFailure.isUsedUp(failure)).as(said).isTrue();
            assertThat(IoFailure.isUsedUp(new IOException("it could not be written", failure)))
                    .isTrue();
        });
        assertThat(IoFailure.isUsedUp(new UnsatisfiedLinkError("/lib.so: Too many open files")))
                .isTrue();
        assertThat(IoFailure.isUsedUp(new IOException("Input/output error"))).isFalse();
        assertThat(IoFailure.isUsedUp(new IOException())).isFalse();
    }

    @Test
    void what_was_found_at_a_path_is_told_in_words() {
        String look = "see what is at that path";
        assertWords(new NoSuchFileException("/a"), "/a: no such file", look);
        assertWords(new NotDirectoryException("/a"), "/a: not a directory", look);
        assertWords(new FileAlreadyExistsException("/a"), "/a: it exists already", look);
        assertWords(new DirectoryNotEmptyException("/a"), "/a: the directory is not empty", look);
    }

    @Test
    void no_class_is_named_even_where_the_system_says_nothing() {
        for (IOException silent :
                List.of(new ClosedChannelException(), new EOFException(), new FileSystemException("/a"))) {
            assertThat(IoFailure.text(silent))
                    .endsWith("the system gives no reason")
                    .doesNotContain("Exception");
        }
    }
}
