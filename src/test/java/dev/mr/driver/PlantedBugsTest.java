package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the planted bugs can still be planted; {@link PlantedBugsProof} looks whether they are found. */
class PlantedBugsTest {
    @TempDir
    Path room;

    @Test
    void every_planted_bug_still_applies_to_the_sources() throws IOException {
        List<PlantedBug> bugs = PlantedBug.all();
        assertThat(bugs).hasSizeGreaterThanOrEqualTo(20);
        for (PlantedBug bug : bugs) {
            Path folder = Files.createDirectory(room.resolve(bug.name()));
            assertThat(bug.plantIn(folder)).isEmpty();
            assertThat(bug.sources())
                    .isNotEmpty()
                    .allSatisfy(source -> assertThat(Files.readString(folder.resolve(source)))
                            .isNotEqualTo(Files.readString(Path.of(source))));
        }
    }
}
