package dev.mr.store;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.store.JobStore.SupersededException;
import java.nio.file.Path;
import java.util.List;

/** A process that commits turn after turn, says so after each, and never ends by itself. */
public final class CommittingProcess {
    private CommittingProcess() {}

    public static void main(String[] arguments) throws SupersededException {
        JobStore store = SqliteStore.openOrCreate(Path.of(arguments[0]), new LocalFileSystem(), "database-1");
        long epoch = store.create(SampleJob.job("job-1", 10, 2), SampleJob.DRIVER, SampleJob.NOW);
        for (long turn = 1; ; turn++) {
            store.commit(
                    epoch,
                    SampleJob.NOW,
                    List.of(
                            new Change.CounterSet("first", turn),
                            new Change.Noted("turn", null, 0, 0, "turn " + turn),
                            new Change.CounterSet("last", turn)));
            System.out.println(turn);
        }
    }
}
