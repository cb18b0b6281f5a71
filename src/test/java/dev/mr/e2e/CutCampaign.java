package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.cli.HaltPoint;
import dev.mr.files.LocalFileSystem;
import dev.mr.shuffle.RandomText;
import dev.mr.task.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Many power cuts of one disk, one after the other, each of a job of its own; and what came of them. */
final class CutCampaign implements AutoCloseable {
    private static final int INPUT_BYTES = 60_000;
    private static final int LONGEST_START_MILLIS = 2_000;
    private static final int LONGEST_TASK_MILLIS = 150;

    private final Processes processes;
    private final Path place;
    private final LoopDisk.Kind kind;
    private final LoopDisk disk;
    private final Path input;
    private final Random random;
    private final List<String> failures = new ArrayList<>();
    private int cuts;
    private int beforeAnyCommit;
    private int afterTheEnd;
    private int acknowledged;
    private long ranAgain;

    /** In a place that is not there yet. */
    CutCampaign(Processes processes, LoopDisk.Kind kind, Path place, long seed) throws IOException {
        this.processes = processes;
        this.kind = kind;
        this.place = Files.createDirectories(place);
        this.random = new Random(seed);
        this.disk = LoopDisk.mount(kind, place.resolve("loop"));
        this.input = Files.write(place.resolve("input.txt"), RandomText.prose(random, INPUT_BYTES));
    }

    /** One cut at any instant of a job's life, or a little later: while it starts, or so long after so many commits. */
    void cutAtRandom() {
        int commits = Math.max(0, random.nextInt(CutTrial.MAPS + CutTrial.REDUCES + 3) - 2);
        Duration more = Duration.ofMillis(random.nextInt(commits == 0 ? LONGEST_START_MILLIS : LONGEST_TASK_MILLIS));
        boolean elsewhere = random.nextInt(4) == 0;
        Durability durability = durability();
        String what = more + " after " + commits + " commits, --durability " + durability
                + (elsewhere ? ", database elsewhere" : "");
        run(what, room -> {
            CutTrial trial = elsewhere
                    ? CutTrial.databaseElsewhere(processes, disk, durability, room)
                    : CutTrial.whole(processes, disk, durability, room);
            trial.over(input).cutAfter(commits, more, List.of());
            return trial;
        });
    }

    /** One cut when the driver has said that the job succeeded, and nothing else takes the output's place to the disk. */
    void cutAfterTheEnd() {
        Durability durability = durability();
        run("after the end, --durability " + durability + ", database elsewhere", room -> {
            CutTrial trial = CutTrial.databaseElsewhere(processes, disk, durability, room)
                    .over(input);
            trial.cutAfterTheEnd(List.of());
            return trial;
        });
    }

    /** One cut at this point of the driver's life. */
    void cutAt(HaltPoint point) {
        Durability durability = durability();
        run("at " + point + ", --durability " + durability, room -> {
            CutTrial trial = CutTrial.whole(processes, disk, durability, room).over(input);
            trial.cutAt(point);
            return trial;
        });
    }

    /** One and the other in turn, so that even a few cuts have both. */
    private Durability durability() {
        return cuts % 2 == 0 ? Durability.PROCESS : Durability.POWER;
    }

    /** A trial up to its cut. */
    private interface Cut {
        CutTrial of(Path room) throws IOException;
    }

    private void run(String what, Cut cut) {
        Path room = place.resolve("cut-" + ++cuts);
        try {
            CutTrial trial = cut.of(Files.createDirectory(room));
            trial.comeBack();
            ranAgain += trial.resume();
            acknowledged += trial.acknowledged().size();
            beforeAnyCommit += trial.acknowledged().isEmpty() ? 1 : 0;
            afterTheEnd += trial.hadEnded() ? 1 : 0;
            new LocalFileSystem().deleteTree(trial.job().dir());
            new LocalFileSystem().deleteTree(room);
        } catch (IOException | AssertionError | RuntimeException failure) {
            String told = kind + " cut " + cuts + " " + what + ": " + failure;
            failures.add(told);
            System.out.println("FAILED " + told);
        }
        if (cuts % 10 == 0) {
            System.out.println(figures());
        }
    }

    /** That nothing was lost. */
    void assertNothingLost() {
        System.out.println(figures());
        assertThat(failures).isEmpty();
    }

    String figures() {
        return kind + ": power cuts " + cuts + " (" + beforeAnyCommit + " before any commit, " + afterTheEnd
                + " after the end), commits acknowledged before " + acknowledged + ", maps run again for lost files "
                + ranAgain
                + ", not as it must be " + failures.size();
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
