package dev.mr.e2e;

import static dev.mr.e2e.JobAssert.assertThatJob;
import static dev.mr.e2e.MisbehavingJob.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.catalog.JobJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that attempts write beside the output, when workers and drivers die. */
class SideFilesIT {
    /** Copies its lines to a side file that begins with the attempt's number, and waits where a line says so. */
    private static final String COPY = """
            public List<Option> options() { return List.of(Option.of("gates", "", "where gates are")); }
            public void define(Plan plan, Options options) {
                plan.map(new java.util.function.Supplier<Mapper>() {
                    public Mapper get() { return new Copying(options.get("gates")); }
                }).reduce(new java.util.function.Supplier<Reducer>() {
                    public Reducer get() { return new Reducer() {
                        private java.io.OutputStream side;
                        public void open(TaskContext task) throws Exception {
                            side = task.sideFile("keys.txt");
                            side.write(("attempt " + task.attempt() + "\\n").getBytes());
                        }
                        public void reduce(Slice key, Values values, Output out) throws Exception {
                            side.write((key.text() + "\\n").getBytes());
                            out.emit(key);
                        }
                    }; }
                });
            }
            """;

    private static final String COPYING = """
            final class Copying implements Mapper {
                private final String gates;
                private java.io.OutputStream side;
                Copying(String gates) { this.gates = gates; }
                public void open(TaskContext task) throws Exception {
                    side = task.sideFile("lines.txt");
                    side.write(("attempt " + task.attempt() + "\\n").getBytes());
                }
                public void map(Slice line, Output out) throws Exception {
                    side.write((line.text() + "\\n").repeat(5_000).getBytes());
                    if (line.text().startsWith("?")) {
                        java.io.File gate = new java.io.File(gates, "gate-" + out.task().attempt());
                        while (!gate.exists()) { Thread.sleep(20); }
                    }
                    out.emit(line.text(), "");
                }
            }
            """;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    @Test
    void side_files_appear_with_the_output_whole_and_of_winners_alone_whoever_was_killed() throws Exception {
        Path jar = new JobJar().job("Copy", COPY).type("Copying", COPYING).write(room.resolve("copy.jar"));
        TestJob job = new TestJob(processes, room, 3, 2, "--jar", jar.toString(), "--set", "gates=" + room)
                .over(lines("a", "b"))
                .over(lines("c", "?", "d"))
                .over(lines("e"));

        Program driver = job.start();
        Program first = job.worker();
        job.awaitCommits(1);
        Program second = job.worker();
        job.awaitCommits(2);
        job.await(1, "attempt WHERE task = 'map-1' AND attempt = 1 AND state = 'LIVE'");
        List<String> committed = job.record().commits();
        Program stuck = holder(job, first, second);
        stuck.kill();
        job.await(1, "attempt WHERE task = 'map-1' AND attempt = 2 AND state = 'LIVE'");
        assertThat(job.dir().resolve("out")).doesNotExist();
        driver.kill();
        (stuck == first ? second : first).endsWith(9);
        MisbehavingJob.open(room, 3);

        job.resumeToTheEnd();

        assertThatJob(job).succeeded().hasOneWinnerATask().kept(committed).neverRanACommittedTaskAgain();
        assertThat(sideFiles(job))
                .containsOnlyKeys(
                        "map-0/lines.txt",
                        "map-1/lines.txt",
                        "map-2/lines.txt",
                        "reduce-0/keys.txt",
                        "reduce-1/keys.txt")
                .containsEntry("map-0/lines.txt", "attempt 1\n" + "a\n".repeat(5_000) + "b\n".repeat(5_000))
                .containsEntry(
                        "map-1/lines.txt",
                        "attempt 3\n" + "c\n".repeat(5_000) + "?\n".repeat(5_000) + "d\n".repeat(5_000))
                .containsEntry("map-2/lines.txt", "attempt 1\n" + "e\n".repeat(5_000));
        assertThat(Reference.names(job.dir().resolve(".mr"))).doesNotContain("attempts");
    }

    /** Whose process has the attempt that waits. */
    private static Program holder(TestJob job, Program first, Program second) {
        String pid = job.record()
                .rows("SELECT pid FROM worker JOIN attempt USING (job, worker) WHERE state = 'LIVE' AND task = 'map-1'")
                .get(0);
        return pid.equals("" + first.pid()) ? first : second;
    }

    private static Map<String, String> sideFiles(TestJob job) throws Exception {
        Path side = job.dir().resolve("out/side");
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(side)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(side.relativize(file).toString(), Files.readString(file));
            }
        }
        return found;
    }
}
