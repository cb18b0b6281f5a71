package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mr.api.Mapper;
import dev.mr.embed.MapReduce;
import dev.mr.embed.MapReduceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands make of the directory of a job that a Java program ran in itself. */
class EmbeddedJobTest {
    @TempDir
    private Path folder;

    private Workplace workplace;

    @BeforeEach
    void an_input() throws IOException {
        workplace = new Workplace(folder);
        workplace.file("in.txt", "a\nb\n");
    }

    private MapReduce job(Mapper mapper) {
        return MapReduce.job(plan -> plan.map(mapper))
                .inputs(folder.resolve("in.txt"))
                .directory(folder.resolve("job"))
                .memory(1 << 20)
                .maxAttempts(1)
                .onWarning(line -> {});
    }

    private void fail() {
        MapReduceException failed = catchThrowableOfType(
                MapReduceException.class,
                () -> job((line, out) -> {
                            throw new IllegalStateException("broken");
                        })
                        .run()
                        .close());
        assertThat(failed.reason()).isEqualTo(MapReduceException.Reason.JOB_FAILED);
    }

    private ProgramRun status() {
        return Workplace.driver("status", "--dir", workplace.path("job"));
    }

    @Test
    void one_that_failed_is_left_to_its_program() throws IOException {
        fail();
        List<String> before = workplace.tree();
        for (List<String> options : List.of(
                List.<String>of(), List.of("--retry-failed"), List.of("--retry-failed", "--local-workers", "1"))) {
            List<String> arguments = new ArrayList<>(List.of("resume", "--dir", workplace.path("job")));
            arguments.addAll(options);
            workplace.assertDriverRefused(
                    arguments,
                    "is one of a Java program's own (embedded)",
                    "run that program again, with retryFailed()");
        }
        assertThat(workplace.tree()).isEqualTo(before);
        assertThat(status().out())
                .contains("  embedded  FAILED")
                .endsWith("\nnext     run the Java program again, with retryFailed()\n")
                .doesNotContain("mr-driver");

        job((line, out) -> out.emit(line)).retryFailed().run().close();
        assertThat(status().out()).contains("  embedded  SUCCEEDED").doesNotContain("next ");
    }

    @Test
    void one_that_was_cancelled_goes_on_with_its_program() {
        MapReduce.Handle handle =
                job((line, out) -> Thread.currentThread().join()).start();
        Awaitility.await().until(() -> status().out().contains("1 leased"));
        handle.cancel();
        handle.close();

        workplace.assertDriverRefused(
                List.of("resume", "--retry-failed", "--dir", workplace.path("job")), "run that program again");
    }
}
