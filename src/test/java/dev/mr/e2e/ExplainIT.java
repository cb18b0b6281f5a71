package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code resume --explain}: what a resume would do, before it does that. */
@Tag("long")
class ExplainIT {
    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private TestJob killedInTheMiddle(int commits) throws Exception {
        TestJob job = new TestJob(processes, room, 20, 4).over(71, 4 << 20);
        Program driver = job.start();
        List<Program> crew = List.of(job.slowWorker(), job.slowWorker());
        job.awaitCommits(commits);
        driver.kill();
        crew.forEach(Program::kill);
        return job;
    }

    private static Map<String, String> actions(Program explained) {
        Map<String, String> actions = new TreeMap<>();
        explained.out().lines().forEach(line -> actions.put(line.split(" +", -1)[1], line.split(" +", -1)[0]));
        return actions;
    }

    private static Map<String, FileTime> files(Path dir) throws Exception {
        Map<String, FileTime> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dir)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                // SQLite makes these two beside a database that is looked at while its log is there.
                if (!file.toString().endsWith("-shm") && !file.toString().endsWith("-wal")) {
                    found.put(dir.relativize(file).toString(), Files.getLastModifiedTime(file));
                }
            }
        }
        return found;
    }

    @Test
    void what_is_said_before_a_resume_is_what_it_does_and_nothing_is_changed() throws Exception {
        TestJob job = killedInTheMiddle(8);
        Map<String, FileTime> before = files(job.dir());
        Program explained = job.resume("--explain").endsWith(10);
        assertThat(files(job.dir())).isEqualTo(before);
        Map<String, String> actions = actions(explained);
        assertThat(actions).hasSize(24).containsValue("KEEP").containsValue("RUN");
        assertThat(explained.err()).contains("24 tasks: ").contains("; nothing was changed");

        job.resumeToTheEnd();

        assertThatJob(job).endedAsIfNothingHadHappened();
        Map<String, String> epochs = new TreeMap<>();
        job.record()
                .rows("SELECT task, max(epoch) FROM attempt WHERE state <> 'REJECTED' GROUP BY task")
                .forEach(row -> epochs.put(row.split(" ", -1)[0], row.split(" ", -1)[1]));
        actions.forEach((task, action) -> assertThat(epochs)
                .as("%s was said to %s", task, action)
                .containsEntry(task, action.equals("KEEP") || action.equals("HARVEST") ? "1" : "2"));
        Program over = job.resume("--explain").endsWith(0);
        assertThat(actions(over).values()).containsOnly("KEEP");
    }

    @Test
    void a_flipped_byte_a_missing_file_and_an_input_that_changed_are_reasons() throws Exception {
        TestJob job = killedInTheMiddle(10);
        List<Integer> done = new ArrayList<>();
        job.record()
                .rows("SELECT task_index FROM task WHERE kind = 'map' AND state = 'COMMITTED' AND published = 1"
                        + " ORDER BY task_index")
                .forEach(row -> done.add(Integer.parseInt(row)));
        Path flipped = job.dir().resolve("intermediate/mr-" + done.get(0) + "-1");
        byte[] content = Files.readAllBytes(flipped);
        content[content.length / 2] ^= 1;
        Files.write(flipped, content);
        Path missing = job.dir().resolve("intermediate/mr-" + done.get(1) + "-2");
        Files.delete(missing);

        Program explained = job.resume("--explain").endsWith(10);
        assertThat(explained.out().lines())
                .anyMatch(line -> line.startsWith("RERUN    map-" + done.get(0) + " because " + flipped + " has ")
                        && line.contains("CRC32C"))
                .contains("RERUN    map-" + done.get(1) + " because " + missing + " is missing");
        assertThat(actions(explained)).containsEntry("map-" + done.get(2), "KEEP");

        Files.writeString(job.inputs().get(0), "more", StandardOpenOption.APPEND);
        Program changed = job.resume("--explain").endsWith(10);
        assertThat(changed.out()).contains(" because its input changed: ");
        assertThat(actions(changed)).containsEntry("map-" + done.get(2), "KEEP");
        assertThat(changed.err()).contains("a resume is refused as things are: ");
        job.resume().endsWith(6);
    }

    @Test
    void a_job_whose_driver_lives_is_not_explained_and_one_that_is_none_neither() throws Exception {
        TestJob job = new TestJob(processes, room, 2, 2).over(73, 50_000);
        assertThat(job.resume("--explain").endsWith(2).err()).contains("there is no job in ");
        Program driver = job.start().awaitSaying("listening on");
        assertThat(job.resume("--explain").endsWith(5).err()).contains("is driven by pid ");
        job.worker().endsWith(0);
        driver.endsWith(0);
    }
}
