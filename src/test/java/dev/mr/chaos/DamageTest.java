package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
    private static final String WHOLE = "0123456789";

    @TempDir
    private Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, WHOLE);
    }

    private static Step step(int choice) {
        return new Step(Mischief.DAMAGE_FILE, Duration.ZERO, choice);
    }

    @Test
    void a_file_is_deleted_or_cut_or_has_one_bit_flipped() throws Exception {
        Set<String> done = new TreeSet<>();
        for (int choice = 0; choice < 60; choice += 7) {
            Path file = file("intermediate/mr-0-0");
            Damage.Done damage = new Damage(folder).at(step(choice), false).orElseThrow();
            assertThat(damage.file()).isEqualTo(file);
            String said = damage.what();
            assertThat(said).endsWith(" intermediate/mr-0-0");
            done.add(said.substring(0, said.indexOf(' ')));
            assertThat(Files.notExists(file) || !Files.readString(file).equals(WHOLE))
                    .as(said)
                    .isTrue();
        }
        assertThat(done).containsExactly("cut", "deleted", "flipped");
    }

    @Test
    void outputs_of_reduces_are_damaged_only_when_they_are_finished_and_no_driver_lives() throws Exception {
        Path finished = file(".mr/attempts/r-0.1-0123456789abcdef/out-0");
        Path receipt = file(".mr/attempts/r-0.1-0123456789abcdef/RECEIPT");
        Path unfinished = file(".mr/attempts/r-1.1-0123456789abcdef/out-1");

        assertThat(new Damage(folder).at(step(0), false)).isEmpty();
        for (int choice = 0; choice < 60; choice++) {
            file(".mr/attempts/r-0.1-0123456789abcdef/out-0");
            assertThat(new Damage(folder).at(step(choice), true)).isPresent();
        }
        assertThat(finished.resolveSibling("RECEIPT")).isEqualTo(receipt).hasContent(WHOLE);
        assertThat(unfinished).hasContent(WHOLE);
    }

    @Test
    void where_there_is_nothing_nothing_is_damaged() throws Exception {
        file("out/out-0");
        assertThat(new Damage(folder).isPossible()).isFalse();
        assertThat(new Damage(folder.resolve("absent")).at(step(3), true)).isEmpty();
    }
}
