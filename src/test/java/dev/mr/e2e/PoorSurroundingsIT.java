package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Machines that give a program too little: no place for a library it needs, few open files. */
class PoorSurroundingsIT {
    /** What newer JDKs say before any program begins. */
    private static final String OF_THE_JVM = "WARNING: java.io.tmpdir directory does not exist";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private TestJob job() {
        return new TestJob(processes, room, 2, 2).over(139, 10_000);
    }

    /** With SQLite's library, or what is taken for it, and the directory for temporary files in these places. */
    private Program start(TestJob job, Path libraries, Path temporary) {
        List<String> arguments = new ArrayList<>(List.of("start", "--local-workers", "1", "--dir"));
        arguments.add(job.dir().toString());
        arguments.addAll(job.jobArguments());
        String options = "-Dorg.sqlite.lib.path=" + libraries + " -Djava.io.tmpdir=" + temporary;
        return job.driver(Map.of("MR_DRIVER_OPTS", options), arguments);
    }

    private static void assertTheOnlyLine(Program driver, String... words) {
        assertThat(driver.err().lines().filter(line -> !line.equals(OF_THE_JVM)))
                .as(driver.describe())
                .singleElement()
                .asString()
                .startsWith("mr-driver: ")
                .contains(words);
    }

    @Test
    void without_a_temporary_directory_the_library_has_no_place_and_one_line_says_so() throws Exception {
        Path nowhere = room.resolve("nowhere");

        TestJob job = job();

        Program driver = start(job, nowhere, nowhere).endsWith(2);

        assertTheOnlyLine(driver, "native library", nowhere.toString(), "no such file", "-Dorg.sqlite.tmpdir=DIR");
        assertThat(job.dir().resolve(".mr/job.db")).doesNotExist();
    }

    @Test
    void a_temporary_directory_where_nothing_may_be_executed_is_named_in_one_line() throws Exception {
        Path disk = Files.createDirectory(room.resolve("disk"));
        String refusal = SmallDisk.mount(disk, "noexec");
        if (!refusal.isEmpty()) {
            System.err.println("SKIPPED, a tmpfs cannot be mounted here: " + refusal);
        }
        assumeTrue(refusal.isEmpty(), refusal);
        try {
            Program driver = start(job(), disk, disk).endsWith(2);
            assertTheOnlyLine(driver, "native library", disk.toString(), "-Dorg.sqlite.tmpdir=DIR");
            assertThat(Reference.names(disk)).as("what is left there").isEmpty();
        } finally {
            SmallDisk.unmount(disk);
        }
    }

    @Test
    void a_library_that_is_of_no_use_is_replaced_by_the_one_that_is_packed_without_a_word() throws Exception {
        Path libraries = Files.createDirectory(room.resolve("libraries"));
        Files.writeString(libraries.resolve(System.mapLibraryName("sqlitejdbc")), "of another machine");
        Path temporary = Files.createDirectory(room.resolve("temporary"));
        TestJob job = job();

        Program driver = start(job, libraries, temporary).endsWith(0);

        assertThat(driver.err()).doesNotContain("ERROR", "WARN", "native");
        assertThatJob(job).endedAsIfNothingHadHappened();
        assertThat(Reference.names(temporary)).as("what is left there").isEmpty();
    }

    @Test
    void too_few_open_files_are_told_with_the_limit_and_how_to_raise_it() throws IOException {
        TestJob job = job();

        Program driver = job.startUnder(List.of("bash", "-c", "ulimit -n 40; exec \"$@\"", "limited"))
                .endsWith(4);

        assertTheOnlyLine(driver, "limit of open files is 40", "ulimit -n");
        assertThat(job.dir()).doesNotExist();
    }

    @Test
    void a_job_runs_with_the_fewest_open_files_that_are_let_through() throws Exception {
        TestJob job = job();
        Program driver = job.startUnder(List.of("bash", "-c", "ulimit -n 64; exec \"$@\"", "limited"));
        Program worker = job.workerUnder(List.of("bash", "-c", "ulimit -n 64; exec \"$@\"", "limited"));

        driver.endsWith(0);
        worker.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
    }
}
