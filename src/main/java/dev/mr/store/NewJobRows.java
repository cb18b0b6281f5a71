package dev.mr.store;

import dev.mr.job.NewJob;
import dev.mr.store.JobStore.Acceptance;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import dev.mr.task.TaskKind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a job that is being created. To be used inside a write transaction. */
final class NewJobRows {
    private final Database database;

    NewJobRows(Database database) {
        this.database = database;
    }

    /** A job that runs at once and has the directory for itself. */
    void insert(long job, NewJob newJob, long wallMillis) {
        insertJob(job, newJob, wallMillis, wallMillis, null, "");
        insertRest(job, newJob);
    }

    /** A job that waits in line. */
    void insertPending(long job, NewJob newJob, Acceptance acceptance, long wallMillis) {
        insertJob(job, newJob, wallMillis, null, acceptance.request(), acceptance.folder());
        insertRest(job, newJob);
    }

    private void insertRest(long job, NewJob newJob) {
        int position = 0;
        for (Map.Entry<String, String> option : newJob.spec().options().entrySet()) {
            insertOption(job, position++, option);
        }
        insertInputs(job, newJob.inputs());
        insertSplits(job, newJob.splits());
        insertTasks(job, TaskKind.MAP, newJob.spec().mapTasks());
        insertTasks(job, TaskKind.REDUCE, newJob.spec().reduceTasks());
    }

    private void insertJob(
            long job,
            NewJob newJob,
            long wallMillis,
            @Nullable Long begunMillis,
            @Nullable String request,
            String folder) {
        database.update(
                """
                INSERT INTO job (job, uuid, name, state, map_tasks, reduce_tasks, created_millis, begun_millis, request,
                                 folder, options_crc32c, inputs_crc32c, splits_crc32c)
                VALUES (?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                job,
                newJob.uuid(),
                newJob.spec().name(),
                newJob.spec().mapTasks(),
                newJob.spec().reduceTasks(),
                wallMillis,
                begunMillis,
                request,
                folder,
                PlanChecksum.ofOptions(newJob.spec().options()),
                PlanChecksum.ofInputs(newJob.inputs()),
                PlanChecksum.ofSplits(newJob.splits()));
    }

    private void insertOption(long job, int position, Map.Entry<String, String> option) {
        database.update("""
                INSERT INTO job_option (job, position, name, value) VALUES (?, ?, ?, ?)
                """, job, position, option.getKey(), option.getValue());
    }

    private void insertInputs(long job, List<InputFile> inputs) {
        database.updateAll(
                """
                INSERT INTO input (job, input, source, path, bytes, modified_nanos, inode) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                inputs.stream()
                        .map(input -> new Object[] {
                            job,
                            input.index(),
                            input.source(),
                            input.path(),
                            input.bytes(),
                            input.modifiedNanos(),
                            input.inode()
                        })
                        .iterator());
    }

    private void insertSplits(long job, List<List<Split>> splits) {
        database.updateAll(
                """
                INSERT INTO split (job, map, position, input, first, next) VALUES (?, ?, ?, ?, ?, ?)
                """,
                IntStream.range(0, splits.size())
                        .boxed()
                        .flatMap(map -> IntStream.range(0, splits.get(map).size())
                                .mapToObj(position ->
                                        row(job, map, position, splits.get(map).get(position))))
                        .iterator());
    }

    private static Object[] row(long job, int map, int position, Split split) {
        return new Object[] {job, map, position, split.input().index(), split.first(), split.next()};
    }

    /** One statement however many tasks: a million calls would take longer than the insertion. */
    private void insertTasks(long job, TaskKind kind, int count) {
        database.update("""
                WITH RECURSIVE numbered (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbered WHERE n + 1 < ?)
                INSERT INTO task (job, task, kind, task_index)
                SELECT ?, ? || '-' || n, ?, n FROM numbered
                """, count, job, kind.label(), kind.label());
    }
}
