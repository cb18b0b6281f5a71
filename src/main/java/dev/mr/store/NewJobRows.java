package dev.mr.store;

import dev.mr.job.NewJob;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import dev.mr.task.TaskKind;
import java.util.List;
import java.util.Map;

/** The rows of a job that is being created. To be used inside a write transaction. */
final class NewJobRows {
    private final Database database;

    NewJobRows(Database database) {
        this.database = database;
    }

    void insert(long job, NewJob newJob, long wallMillis) {
        insertJob(job, newJob, wallMillis);
        int position = 0;
        for (Map.Entry<String, String> option : newJob.spec().options().entrySet()) {
            insertOption(job, position++, option);
        }
        for (InputFile input : newJob.inputs()) {
            insertInput(job, input);
        }
        for (int map = 0; map < newJob.splits().size(); map++) {
            insertSplits(job, map, newJob.splits().get(map));
        }
        insertTasks(job, TaskKind.MAP, newJob.spec().mapTasks());
        insertTasks(job, TaskKind.REDUCE, newJob.spec().reduceTasks());
    }

    private void insertJob(long job, NewJob newJob, long wallMillis) {
        database.update(
                """
                INSERT INTO job (job, uuid, name, state, map_tasks, reduce_tasks, created_millis)
                VALUES (?, ?, ?, 'RUNNING', ?, ?, ?)
                """,
                job,
                newJob.uuid(),
                newJob.spec().name(),
                newJob.spec().mapTasks(),
                newJob.spec().reduceTasks(),
                wallMillis);
    }

    private void insertOption(long job, int position, Map.Entry<String, String> option) {
        database.update("""
                INSERT INTO job_option (job, position, name, value) VALUES (?, ?, ?, ?)
                """, job, position, option.getKey(), option.getValue());
    }

    private void insertInput(long job, InputFile input) {
        database.update(
                """
                INSERT INTO input (job, input, source, path, bytes, modified_nanos, inode) VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                job,
                input.index(),
                input.source(),
                input.path(),
                input.bytes(),
                input.modifiedNanos(),
                input.inode());
    }

    private void insertSplits(long job, int map, List<Split> splits) {
        for (int position = 0; position < splits.size(); position++) {
            Split split = splits.get(position);
            database.update("""
                    INSERT INTO split (job, map, position, input, first, next) VALUES (?, ?, ?, ?, ?, ?)
                    """, job, map, position, split.input().index(), split.first(), split.next());
        }
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
