package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.job.Change;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file of a database is deleted, or exchanged, while it is open: SQLite itself would go on as if nothing had happened. */
class GoneDatabaseTest extends DatabaseFile {
    private static final List<Change> A_CHANGE = List.of(new Change.CounterSet("first", 1));

    private SqliteStore store;
    private long epoch;

    @BeforeEach
    void open_it() throws Exception {
        store = openOrCreate();
        epoch = store.create(SampleJob.job("job-1", 2, 1), SampleJob.DRIVER, SampleJob.NOW);
        store.commit(epoch, SampleJob.NOW, A_CHANGE);
        store.requireEpoch(epoch);
    }

    @AfterEach
    void close_it() {
        store.close();
    }

    private void assertToldThatItIsGone(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MrException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.STATE_UNUSABLE);
            assertThat(e.line())
                    .contains(file.toString(), " is gone", "restore its directory from a backup", "start again");
        });
    }

    @Test
    void a_turn_that_was_stored_in_a_file_that_is_gone_is_not_acknowledged() throws Exception {
        Files.delete(file);
        assertToldThatItIsGone(() -> store.commit(epoch, SampleJob.NOW, A_CHANGE));
        assertToldThatItIsGone(() -> StatusReader.require(file));
    }

    @Test
    void a_driver_that_stores_nothing_learns_it_too() throws Exception {
        Files.delete(file);
        assertToldThatItIsGone(() -> store.requireEpoch(epoch));
    }

    @Test
    void another_file_in_its_place_is_not_taken_for_it() throws Exception {
        Path copy = Files.copy(file, directory.resolve("copy"));
        Files.delete(file);
        Files.move(copy, file);
        assertToldThatItIsGone(() -> store.commit(epoch, SampleJob.NOW, A_CHANGE));
        assertToldThatItIsGone(() -> store.requireEpoch(epoch));
    }
}
