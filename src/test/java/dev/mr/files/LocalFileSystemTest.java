package dev.mr.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system under everything that is made durable. */
class LocalFileSystemTest {
    @TempDir
    Path folder;

    private final LocalFileSystem files = new LocalFileSystem();

    @Test
    void a_rename_that_is_said_to_have_failed_and_has_happened_is_done() throws IOException {
        Path from = folder.resolve("from");
        Path to = Files.writeString(folder.resolve("to"), "renamed");

        files.rename(from, to);

        assertThat(to).hasContent("renamed");
    }

    @Test
    void a_rename_that_has_not_happened_has_failed() throws IOException {
        Path from = folder.resolve("from");
        Path to = folder.resolve("to");
        assertThatThrownBy(() -> files.rename(from, to)).isInstanceOf(NoSuchFileException.class);

        Files.writeString(from, "stays");
        Files.createDirectories(to.resolve("full"));
        assertThatThrownBy(() -> files.rename(from, to)).isInstanceOf(IOException.class);
        assertThat(from).hasContent("stays");
    }

    @Test
    void a_link_where_a_file_is_written_is_replaced_and_not_followed() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path file = Files.createSymbolicLink(folder.resolve("file"), mine);
        Files.createSymbolicLink(folder.resolve(".file.tmp"), mine);

        files.writeDurably(file, new byte[] {'n', 'e', 'w'});

        assertThat(file).hasContent("new");
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(mine).hasContent("mine");
    }

    @Test
    void a_link_in_place_of_a_temporary_file_that_is_named_is_refused() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path temporary = Files.createSymbolicLink(folder.resolve("temporary"), mine);

        assertThatThrownBy(() -> files.write(folder.resolve("file"), new byte[1], temporary))
                .isInstanceOf(IOException.class);

        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void what_is_written_privately_is_its_owner_s_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "for all to see");

        files.writePrivately(file, new byte[] {'s', 'e', 'c', 'r', 'e', 't'});

        assertThat(file).hasContent("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)))
                .isEqualTo("rw-------");
    }
}
