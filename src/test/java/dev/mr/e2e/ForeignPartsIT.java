package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose surroundings differ, and a directory whose name means something to shells and databases. */
class ForeignPartsIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void workers_of_other_countries_write_the_same_bytes() throws Exception {
        TestJob job = new TestJob(processes, room, 6, 3).over(107, 200_000);
        List<String> arguments = List.of("--dir", job.dir().toString());
        Program turkish = job.workerAnywhere(
                Map.of(
                        "LC_ALL", "C",
                        "TZ", "Pacific/Kiritimati",
                        "MR_WORKER_OPTS", "-Duser.language=tr -Duser.country=TR -Dfile.encoding=US-ASCII"),
                arguments);
        Program arabic = job.workerAnywhere(
                Map.of(
                        "TZ", "America/St_Johns",
                        "MR_WORKER_OPTS", "-Duser.language=ar -Duser.country=EG -Dfile.encoding=UTF-16"),
                arguments);
        Program driver = job.driver(
                Map.of(
                        "LC_ALL",
                        "C",
                        "MR_DRIVER_OPTS",
                        "-Duser.language=th -Duser.country=TH -Dfile.encoding=US-ASCII"),
                startArguments(job));

        driver.endsWith(0);
        turkish.endsWith(0);
        arabic.endsWith(0);
        assertThatJob(job).endedAsIfNothingHadHappened();
    }

    private static List<String> startArguments(TestJob job) {
        List<String> arguments =
                new ArrayList<>(List.of("start", "--dir", job.dir().toString()));
        arguments.addAll(job.jobArguments());
        return arguments;
    }

    @Test
    void a_directory_of_any_name_is_a_job_s() throws Exception {
        Path dir = Files.createDirectory(room.resolve("a b?mode=memory&cache=%41#'$(x)\"*"));
        TestJob job = new TestJob(processes, room, dir.resolve("job"), 2, 2).over(109, 20_000);
        job.start().awaitSaying("listening on").kill();

        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened();
    }
}
