package dev.mr.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final ChaosJob JOB = new ChaosPlan(1).trial(1).jobs().get(0);

    @TempDir
    private Path folder;

    private Audit audit(Path directory) {
        return new Audit(new Oracle(JOB, folder), JobPlace.alone(directory));
    }

    private Path file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, content);
    }

    @Test
    void outputs_are_compared_byte_for_byte_and_by_name() throws Exception {
        file("expected/out-0", "same");
        file("found/out-0", "same");
        file("expected/out-1", "one a");
        file("found/out-1", "one b");
        file("expected/out-2", "");
        file("found/out-3", "");

        assertThat(Audit.compare(folder.resolve("expected"), folder.resolve("found")))
                .containsExactly(
                        "out/out-1 differs from the sequential run at byte 4",
                        "out/out-2 is missing",
                        "out/out-3 is not in the output of the sequential run");
    }

    @Test
    void a_job_without_output_or_database_differs() throws Exception {
        file("sequential/out/out-0", "same");

        assertThat(audit(folder.resolve("job")).differences(List.of()))
                .containsExactly("out/out-0 is missing", "its state is lost, expected SUCCEEDED");
    }

    @Test
    void whatever_does_not_belong_to_a_job_is_leaked() throws Exception {
        file("job/.mr/job.db", "");
        file("job/.mr/logs/worker-local-1.log", "");
        file("job/.mr/attempts/m-0.1-0123456789abcdef/mr-0-0", "");
        file("job/out/" + JOB.outputPrefix() + "0", "");
        Path output = file("job/out/" + JOB.outputPrefix() + JOB.reduces(), "");
        file("job/intermediate/mr-0-0", "");
        Path bucket = file("job/intermediate/mr-" + JOB.maps() + "-0", "");

        assertThat(audit(folder.resolve("job")).leaks())
                .containsExactly(
                        folder.resolve("job/.mr/attempts") + " was left behind",
                        bucket + " was left behind",
                        output + " was left behind");
    }
}
