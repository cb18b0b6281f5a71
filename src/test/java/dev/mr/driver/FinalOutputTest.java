package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output appears whole, on the disk, or not at all; and is believed only if it is this job's. */
class FinalOutputTest {
    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private AttemptFiles attempts;
    private FinalOutput output;
    private Path assembly;

    @BeforeEach
    void given_a_directory() throws IOException {
        attempts = new AttemptFiles(root);
        assembly = attempts.directory.publish("job-1", 1);
        output = new FinalOutput(attempts.directory, attempts.files, attempts.receipts, assembly, "then: go on");
    }

    private List<Event> publish(boolean verify, Receipt... winners) throws IOException {
        List<Effect.Winner> all = new ArrayList<>();
        for (Receipt winner : winners) {
            all.add(new Effect.Winner(winner, verify));
        }
        return output.publish(all);
    }

    private Path out(String name) {
        return attempts.directory.output().resolve(name);
    }

    @Test
    void every_file_is_linked_and_every_folder_synced_before_the_one_rename_and_the_root_after_it() throws IOException {
        Receipt first = attempts.reduce(0, "a 1\n", "one.txt");
        Receipt second = attempts.reduce(1, "b 1\n");
        assertThat(publish(false, first, second)).containsExactly(new Event.OutputPublished());
        assertThat(attempts.taken())
                .containsExactly(
                        "delete publish-job-1-1",
                        "mkdir publish-job-1-1",
                        "link out-0",
                        "mkdir side",
                        "mkdir reduce-0",
                        "link one.txt",
                        "link out-1",
                        "fsync reduce-0",
                        "fsync side",
                        "fsync publish-job-1-1",
                        "rename publish-job-1-1 to out",
                        "fsync " + root.getFileName());
        assertThat(out("out-0")).hasContent("a 1\n");
        assertThat(out("out-1")).hasContent("b 1\n");
        assertThat(out("side/reduce-0/one.txt")).hasContent("one.txt");
        assertThat(assembly).doesNotExist();
    }

    @Test
    void side_files_of_several_tasks_share_their_folder() throws IOException {
        assertThat(publish(false, attempts.reduce(0, "a 1\n", "x", "y"), attempts.reduce(1, "b 1\n", "x")))
                .containsExactly(new Event.OutputPublished());
        assertThat(out("side/reduce-0/y")).hasContent("y");
        assertThat(out("side/reduce-1/x")).hasContent("x");
    }

    @Test
    void an_assembly_that_a_killed_driver_left_is_not_part_of_the_output() throws IOException {
        Files.writeString(Files.createDirectory(assembly).resolve("out-7"), "stale");
        assertThat(publish(false, attempts.reduce(0, "a 1\n"))).containsExactly(new Event.OutputPublished());
        assertThat(attempts.files.list(attempts.directory.output())).containsExactly(out("out-0"));
    }

    @Test
    void the_winners_of_an_earlier_driver_are_verified_and_all_the_damaged_told() throws IOException {
        Receipt sound = attempts.reduce(0, "a 1\n");
        Receipt altered = attempts.reduce(1, "b 1\n");
        Receipt gone = attempts.reduce(2, "c 1\n");
        Files.writeString(attempts.own(altered, "out-1"), "b 2\n");
        Files.delete(attempts.own(gone, "out-2"));
        assertThat(publish(true, sound, altered, gone))
                .containsExactly(
                        new Event.WinnerDamaged(altered.attempt(), attempts.receipts.damage(altered)),
                        new Event.WinnerDamaged(gone.attempt(), attempts.own(gone, "out-2") + " is missing"));
        assertThat(attempts.taken()).isEmpty();
        assertThat(attempts.directory.output()).doesNotExist();
    }

    @Test
    void what_is_missing_is_noticed_of_a_winner_that_is_not_verified_too() throws IOException {
        Receipt sound = attempts.reduce(0, "a 1\n");
        Receipt gone = attempts.reduce(1, "b 1\n");
        Files.delete(attempts.own(gone, "out-1"));
        assertThat(publish(false, sound, gone))
                .containsExactly(new Event.WinnerDamaged(gone.attempt(), attempts.own(gone, "out-1") + " is missing"));
        assertThat(attempts.taken()).noneMatch(step -> step.startsWith("rename") || step.startsWith("fsync"));
        assertThat(attempts.directory.output()).doesNotExist();
    }

    @Test
    void an_output_that_is_this_jobs_is_brought_to_the_disk_and_believed() throws IOException {
        Receipt first = attempts.reduce(0, "a 1\n", "one.txt");
        Receipt second = attempts.reduce(1, "b 1\n");
        publish(false, first, second);
        attempts.taken();
        assertThat(publish(true, first, second)).containsExactly(new Event.OutputPublished());
        assertThat(attempts.taken()).containsExactly("fsync out", "fsync " + root.getFileName());
    }

    private void assertNotBelieved(Receipt winner) throws IOException {
        attempts.taken();
        assertThat(publish(false, winner))
                .containsExactly(new Event.Stuck(attempts.directory.output()
                        + " holds files that are not this job's output; move them away, then: go on"));
        assertThat(attempts.taken()).isEmpty();
    }

    @Test
    void an_output_with_a_file_altered_missing_or_too_many_is_not_this_jobs() throws IOException {
        Receipt winner = attempts.reduce(0, "a 1\n", "one.txt");
        publish(false, winner);
        Files.writeString(out("thesis.txt"), "years of work");
        assertNotBelieved(winner);
        Files.delete(out("thesis.txt"));
        Files.delete(out("side/reduce-0/one.txt"));
        assertNotBelieved(winner);
        Files.writeString(out("side/reduce-0/one.txt"), "one.txt");
        Files.delete(out("out-0"));
        Files.writeString(out("out-0"), "a 2\n");
        assertNotBelieved(winner);
        Files.writeString(out("out-0"), "a 1\n");
        assertThat(publish(false, winner)).containsExactly(new Event.OutputPublished());
    }
}
