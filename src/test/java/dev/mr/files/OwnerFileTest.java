package dev.mr.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFileTest {
    private static final OwnerFile OWNER = new OwnerFile(1, "alpha", "/state \"\u00fc\"", "database-1");

    private final FileSystem files = new LocalFileSystem();

    @TempDir
    Path folder;

    private Path file = Path.of("owner");

    @BeforeEach
    void it_is_written() throws IOException {
        file = Files.write(folder.resolve("owner"), OWNER.content());
    }

    @Test
    void what_was_written_is_read() throws IOException {
        assertThat(OwnerFile.read(file, files)).contains(OWNER);
        Files.delete(file);
        assertThat(OwnerFile.read(file, files)).isEmpty();
    }

    @Test
    void no_bit_of_it_can_flip_so_that_another_database_is_taken_for_the_owner() throws IOException {
        byte[] sound = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] flipped = sound.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            Optional<OwnerFile> read;
            try {
                read = OwnerFile.read(file, files);
            } catch (MrException refusal) {
                assertThat(refusal.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
                assertThat(refusal).hasMessageContaining("is damaged");
                continue;
            }
            assertThat(read).as("bit %d", bit).contains(OWNER);
        }
    }

    @Test
    void one_without_a_checksum_is_that_of_an_older_build() throws IOException {
        Files.write(
                file,
                JsonFields.write(
                        "v", 1, "host", "alpha", "stateDirectory", OWNER.stateDirectory(), "database", "database-1"));
        assertThat(OwnerFile.read(file, files)).contains(OWNER);
    }
}
