package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.cli.HaltingDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A committed intermediate file that is damaged before its reduce reads it. */
class DamagedFilesIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    /** What can become of a file. */
    enum Damage {
        DELETED,
        TRUNCATED,
        EMPTIED,
        ONE_BIT_FLIPPED;

        void of(Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            assertThat(content).hasSizeGreaterThan(100);
            switch (this) {
                case DELETED -> Files.delete(file);
                case TRUNCATED -> Files.write(file, java.util.Arrays.copyOf(content, content.length - 1));
                case EMPTIED -> Files.write(file, new byte[0]);
                case ONE_BIT_FLIPPED -> {
                    content[content.length / 2] ^= 1;
                    Files.write(file, content);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void exactly_the_map_of_a_damaged_file_runs_again_and_once(Damage damage) throws Exception {
        TestJob job = new TestJob(processes, room, 3, 8).over(37, 60_000);
        Program worker = job.worker();
        job.startClass(HaltingDriver.class.getName(), "start", HaltPoint.AFTER_ALL_PUBLISHES.name())
                .endsWith(137);
        worker.endsWith(9);
        List<String> committed = job.record().commits();
        assertThat(committed).contains("map-0 1", "map-1 1", "map-2 1");
        int reduce = 7;
        assertThat(committed).doesNotContain("reduce-" + reduce + " 1");

        damage.of(job.dir().resolve("intermediate").resolve("mr-1-" + reduce));
        Program resumed = job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened().ranAgainForItsDamage("map-1");
        assertThat(resumed.err()).contains("mr-1-" + reduce, "map-1 attempt 1's output is damaged", "it runs again");
    }
}
