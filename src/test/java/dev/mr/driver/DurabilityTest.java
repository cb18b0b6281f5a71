package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.JobDirectory;
import dev.mr.job.Effect;
import dev.mr.task.AttemptId;
import dev.mr.task.CheckedText;
import dev.mr.task.Durability;
import dev.mr.task.Extent;
import dev.mr.task.FileStats;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.Receipt;
import dev.mr.task.ReceiptText;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.worker.LastAct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order what is written, moved and deleted reaches the disk. */
class DurabilityTest {
    private static final AttemptId MAP = new AttemptId(TaskId.map(0), 1, 1);
    private static final AttemptId REDUCE = new AttemptId(TaskId.reduce(0), 1, 2);

    private final JobDirectory directory = JobDirectory.at(Path.of("/sim/job"));
    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<String> steps = new ArrayList<>();
    private String failing = "none";
    private final SimulatedFiles files = new SimulatedFiles(disk, (operation, path) -> {
        String step = operation + " " + directory.root().relativize(path);
        if (step.equals(failing)) {
            throw new IOException("Input/output error");
        }
        steps.add(step);
    });

    @BeforeEach
    void attempts_that_have_written_their_files() throws Exception {
        files.ensureDirectories(directory.attempts());
        files.ensureDirectories(directory.intermediate());
        for (AttemptId attempt : List.of(MAP, REDUCE)) {
            files.createDirectory(directory.attempt(attempt));
            files.writeNew(directory.attempt(attempt).resolve(file(attempt)), new byte[] {1});
        }
        steps.clear();
    }

    private static String file(AttemptId attempt) {
        return attempt.task().kind() == TaskKind.MAP ? "mr-0-0" : "out-0";
    }

    private static Receipt receipt(AttemptId attempt) {
        List<FileStats> stats = List.of(new FileStats(1, 1, SimulatedFiles.crc32c(new byte[] {1})));
        return attempt.task().kind() == TaskKind.MAP
                ? new Receipt(attempt, List.of(new Extent(0, 0, 1)), stats, 0, List.of(), new TreeMap<>())
                : new Receipt(attempt, List.of(), stats, 1, List.of(), new TreeMap<>());
    }

    private String own(AttemptId attempt) {
        return directory.root().relativize(directory.attempt(attempt)).toString();
    }

    @Test
    void a_map_of_a_job_that_is_to_survive_power_cuts_syncs_its_files_and_their_names_before_its_receipt()
            throws Exception {
        LastAct.of(receipt(MAP), Durability.POWER, directory, files);
        assertThat(steps)
                .containsExactly(
                        "fsync " + own(MAP) + "/mr-0-0",
                        "fsync " + own(MAP),
                        "fsync .mr/attempts",
                        "write " + own(MAP) + "/RECORD",
                        "rename " + own(MAP) + "/RECEIPT");
    }

    @Test
    void any_other_map_syncs_nothing_and_its_receipt_is_told_by_its_digest() throws Exception {
        int digest = LastAct.of(receipt(MAP), Durability.PROCESS, directory, files);
        assertThat(digest).isEqualTo(CheckedText.digest(ReceiptText.format(receipt(MAP))));
        assertThat(steps).containsExactly("write " + own(MAP) + "/RECORD", "rename " + own(MAP) + "/RECEIPT");
    }

    @Test
    void a_reduce_syncs_the_names_of_its_files_before_its_receipt_in_any_job() throws Exception {
        LastAct.of(receipt(REDUCE), Durability.PROCESS, directory, files);
        assertThat(steps)
                .containsExactly(
                        "fsync " + own(REDUCE),
                        "fsync .mr/attempts",
                        "write " + own(REDUCE) + "/RECORD",
                        "rename " + own(REDUCE) + "/RECEIPT");
    }

    @Test
    void a_sync_that_fails_leaves_no_receipt() {
        failing = "fsync .mr/attempts";
        assertThatThrownBy(() -> LastAct.of(receipt(REDUCE), Durability.PROCESS, directory, files))
                .isInstanceOf(IOException.class);
        assertThat(files.facts(directory.receipt(REDUCE))).isEmpty();
    }

    private Housekeeping housekeeping(Durability durability) {
        JobSpec spec = JobSpecs.wordCount(1, 1);
        return Housekeeping.of(
                spec.withShuffle(spec.shuffle().withDurability(durability)),
                List.of(),
                directory,
                files,
                directory.publish("job-1", 1),
                "go on");
    }

    @Test
    void where_published_files_came_from_is_deleted_when_their_move_is_on_the_disk() throws Exception {
        Housekeeping housekeeping = housekeeping(Durability.POWER);
        housekeeping.publishMap(new Effect.PublishMap(MAP, 1, false));
        housekeeping.discardSpent();
        housekeeping.discardSpent();
        assertThat(steps).containsExactly("rename intermediate/mr-0-0", "fsync intermediate", "unlink " + own(MAP));
    }

    @Test
    void moves_of_a_job_that_need_not_survive_power_cuts_are_not_synced() throws Exception {
        Housekeeping housekeeping = housekeeping(Durability.PROCESS);
        housekeeping.publishMap(new Effect.PublishMap(MAP, 1, false));
        housekeeping.discardSpent();
        assertThat(steps).containsExactly("rename intermediate/mr-0-0", "unlink " + own(MAP));
    }

    @Test
    void what_an_earlier_driver_may_have_moved_is_synced_before_anything_of_its_attempts_is_deleted() throws Exception {
        housekeeping(Durability.POWER).delete(List.of(directory.attempt(MAP)));
        assertThat(steps).startsWith("fsync intermediate").endsWith("unlink " + own(MAP));
    }

    @Test
    void nothing_is_deleted_when_the_sync_fails() throws Exception {
        Housekeeping housekeeping = housekeeping(Durability.POWER);
        housekeeping.publishMap(new Effect.PublishMap(MAP, 1, false));
        failing = "fsync intermediate";
        assertThatThrownBy(housekeeping::discardSpent).isInstanceOf(IOException.class);
        assertThat(files.facts(directory.attempt(MAP))).isPresent();
    }
}
