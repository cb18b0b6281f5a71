package dev.mr.driver;

import dev.mr.catalog.JarFiles;
import dev.mr.files.FileSystem;
import dev.mr.files.InputChange;
import dev.mr.files.JobDirectory;
import dev.mr.job.JobSnapshot;
import dev.mr.job.Recovery;
import dev.mr.task.AttemptId;
import dev.mr.task.InputFile;
import dev.mr.task.JobCode;
import dev.mr.task.JobState;
import dev.mr.task.Receipt;
import dev.mr.task.Split;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a resume would do with each task, and why. Looks at all that a resumed driver or its workers would come to look at: the files of
 * winners that are still to be read or published, the receipts of attempts that were running, inputs and jars. Changes nothing.
 */
public final class Explanation {
    private final JobSnapshot job;
    private final boolean rebooted;
    private final boolean retryFailed;
    private final FileSystem files;
    private final Receipts receipts;
    private final Map<TaskId, JobSnapshot.StoredTask> stored = new HashMap<>();
    private final Map<TaskId, List<JobSnapshot.StoredAttempt>> live = new HashMap<>();
    private final Map<Integer, String> changes = new HashMap<>();

    /** What is done with a task. */
    public enum Action {
        /** Nothing. */
        KEEP,
        /** An attempt that runs goes on under the new driver. */
        ADOPT,
        /** An attempt finished while no driver lived, and wins. */
        HARVEST,
        /** It runs again. */
        RERUN,
        /** It runs; no attempt of it was ever begun. */
        RUN;

        /** Whether a worker has something to do. */
        public boolean runs() {
            return this == RERUN || this == RUN;
        }
    }

    /** One task; {@code because} is empty where there is nothing to say. */
    public record Line(TaskId task, Action action, String because) {}

    /**
     * Of a job as its database has it.
     *
     * @param rebooted whether the machine has been down since the last driver drove
     * @param retryFailed as it would be asked of the resume
     */
    public Explanation(
            JobSnapshot job, JobDirectory directory, FileSystem files, boolean rebooted, boolean retryFailed) {
        this.job = job;
        this.files = files;
        this.rebooted = rebooted;
        this.retryFailed = retryFailed;
        this.receipts = new Receipts(directory, files, job.spec().outputPrefix());
        job.tasks().forEach(task -> stored.put(task.task(), task));
        job.live()
                .forEach(attempt -> live.computeIfAbsent(attempt.attempt().task(), unseen -> new ArrayList<>())
                        .add(attempt));
    }

    /** Every task: maps, then reduces, by index. */
    public List<Line> lines() throws IOException {
        boolean over = job.state().isFinished() && !(retryFailed && job.state() == JobState.FAILED);
        String jar = over ? "" : changedJar();
        List<Line> reduces = new ArrayList<>();
        Set<Integer> toBeRead = new TreeSet<>();
        for (int r = 0; r < job.spec().reduceTasks(); r++) {
            Line line = line(new TaskId(TaskKind.REDUCE, r), over, jar, Set.of());
            reduces.add(line);
            if (line.action().runs()) {
                toBeRead.add(r);
            }
        }
        List<Line> lines = new ArrayList<>();
        for (int m = 0; m < job.spec().mapTasks(); m++) {
            lines.add(line(TaskId.map(m), over, jar, toBeRead));
        }
        lines.addAll(reduces);
        return lines;
    }

    private Line line(TaskId task, boolean over, String jar, Set<Integer> toBeRead) throws IOException {
        JobSnapshot.StoredTask row = stored.get(task);
        if (over) {
            return new Line(task, Action.KEEP, failed(row) ? "it failed; --retry-failed runs it again" : "");
        }
        if (row != null && row.state() == TaskState.COMMITTED && row.winner().isPresent()) {
            String damage = damage(row, row.winner().get(), toBeRead);
            return damage.isEmpty() ? new Line(task, Action.KEEP, "") : new Line(task, Action.RERUN, damage);
        }
        Line running = row != null && row.state() == TaskState.LEASED ? ofLive(task) : null;
        if (running != null && running.action() == Action.HARVEST) {
            return running;
        }
        String changed = jar.isEmpty() ? changedInput(task) : jar;
        if (!changed.isEmpty()) {
            return new Line(task, Action.RERUN, changed);
        }
        if (running != null) {
            return running;
        }
        return row == null || row.attempts() == 0
                ? new Line(task, Action.RUN, "")
                : new Line(task, Action.RERUN, failed(row) ? "it failed" : "no attempt of it has won");
    }

    private static boolean failed(JobSnapshot.@Nullable StoredTask row) {
        return row != null && row.state() == TaskState.FAILED;
    }

    /** What a resumed driver, or a reduce that is still to run, would find wrong with a winner's files. */
    private String damage(JobSnapshot.StoredTask task, Receipt winner, Set<Integer> toBeRead) throws IOException {
        if (rebooted || !task.published() || !winner.sideFiles().isEmpty()) {
            return receipts.damage(winner);
        }
        for (int bucket : toBeRead) {
            String damage =
                    receipts.damage(winner.attempt(), bucket, winner.files().get(bucket));
            if (!damage.isEmpty()) {
                return damage;
            }
        }
        return "";
    }

    private Line ofLive(TaskId task) throws IOException {
        Line otherwise = new Line(task, Action.RERUN, "its attempt is gone");
        for (JobSnapshot.StoredAttempt running : live.getOrDefault(task, List.of())) {
            AttemptId attempt = running.attempt();
            Receipts.Found found = receipts.find(attempt);
            Recovery.Decision decision = Recovery.of(
                    Recovery.Stored.live(task.kind(), TaskState.LEASED, running.reconnectMillis() > 0),
                    found.receiptFound(),
                    found.filesFound());
            if (decision == Recovery.Decision.HARVEST) {
                return new Line(task, Action.HARVEST, attempt + " finished while no driver lived");
            }
            if (decision == Recovery.Decision.ADOPT) {
                otherwise = new Line(
                        task, Action.ADOPT, attempt + " goes on if worker " + running.worker() + " comes back for it");
            } else if (otherwise.action() != Action.ADOPT) {
                otherwise = new Line(task, Action.RERUN, attempt + " ended with its driver, and " + found.detail());
            }
        }
        return otherwise;
    }

    /** What a map task reads that is not what it was. */
    private String changedInput(TaskId task) throws IOException {
        if (task.kind() == TaskKind.REDUCE) {
            return "";
        }
        Set<InputFile> inputs = new HashSet<>();
        for (Split split : job.splits().get(task.index())) {
            inputs.add(split.input());
        }
        for (InputFile input : inputs) {
            String change = changes.get(input.index());
            if (change == null) {
                change = InputChange.of(input, files);
                changes.put(input.index(), change);
            }
            if (!change.isEmpty()) {
                return "its input changed: " + change;
            }
        }
        return "";
    }

    private String changedJar() throws IOException {
        for (JobCode.Jar jar : job.spec().code().jars()) {
            try {
                JarFiles.check(jar);
            } catch (JarFiles.JarChangedException changed) {
                return "the job's jar changed: " + changed.getMessage();
            }
        }
        return "";
    }
}
