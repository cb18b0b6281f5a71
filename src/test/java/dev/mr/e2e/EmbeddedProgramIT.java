package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A Java program with a job inside, which is killed; and what the other programs make of its directory. */
class EmbeddedProgramIT {
    private static final String TEXT = "a rose is a rose\n".repeat(20);

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    private Path room;

    private Path dir;
    private Path gate;
    private Path temporary;
    private Path input;

    @BeforeEach
    void an_input() throws IOException {
        dir = room.resolve("job");
        gate = room.resolve("gate");
        temporary = Files.createDirectory(room.resolve("tmp"));
        input = Files.writeString(room.resolve("input.txt"), TEXT);
    }

    private Program program(String directory) {
        List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=" + temporary));
        if (Runtime.version().feature() >= 24) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return processes.startClass(
                room, options, EmbeddedProgram.class.getName(), List.of(gate.toString(), directory, input.toString()));
    }

    private void open() throws IOException {
        Files.createFile(gate);
    }

    private static void assertCounted(Program program) {
        assertThat(program.out().lines()).containsExactlyInAnyOrder("a 40", "is 20", "rose 40");
        assertThat(program.err().lines()).as("all it says").allMatch(line -> line.startsWith("map "));
    }

    @Test
    void a_program_that_was_killed_goes_on_where_it_was_and_nobody_else_does() throws IOException {
        Program first = program(dir.toString()).awaitSaying("map 2 at");
        worker().awaitSaying("is one of a Java program's own (pid " + first.pid())
                .endsWith(2);
        first.kill();
        assertThat(temporary).as("what the killed program left").isEmptyDirectory();

        worker().awaitSaying("which is gone")
                .awaitSaying("run that program again")
                .endsWith(2);
        processes
                .start(room, "mr-driver", Map.of(), List.of("resume", "--dir", dir.toString()))
                .awaitSaying("is one of a Java program's own (embedded)")
                .endsWith(2);

        open();
        Program second = program(dir.toString()).endsWith(0);
        assertCounted(second);
        assertThat(second.err()).contains("map 2 at").doesNotContain("map 0 at", "map 1 at");

        Program third = program(dir.toString()).endsWith(0);
        assertCounted(third);
        assertThat(third.err()).isEmpty();
        assertThat(temporary).isEmptyDirectory();
    }

    private Program worker() {
        return processes.start(room, "mr-worker", Map.of(), List.of("--dir", dir.toString()));
    }

    @Test
    void a_run_that_is_thrown_away_leaves_nothing_in_the_temporary_folder() throws IOException {
        open();
        assertCounted(program("-").endsWith(0));
        assertThat(temporary).isEmptyDirectory();
        assertThat(room).isDirectoryNotContaining("glob:**job");
    }
}
