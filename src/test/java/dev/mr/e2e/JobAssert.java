package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.assertj.core.api.AbstractAssert;

/** What must hold of a finished job, whatever happened to its processes. */
final class JobAssert extends AbstractAssert<JobAssert, TestJob> {
    private JobAssert(TestJob job) {
        super(job, JobAssert.class);
    }

    static JobAssert assertThatJob(TestJob job) {
        return new JobAssert(job);
    }

    /** Everything that no fault may change. */
    JobAssert endedAsIfNothingHadHappened() throws IOException {
        return succeeded().producesTheReferenceOutput().hasOneWinnerATask().leavesOnlyItsResults();
    }

    /** Likewise, as the naive count has it; and what was committed when these were noted counts, and was not done again. */
    JobAssert endedWellWith(Collection<String> commits) throws IOException {
        return succeeded()
                .producesTheNaiveCount()
                .hasOneWinnerATask()
                .leavesOnlyItsResults()
                .kept(commits)
                .neverRanACommittedTaskAgain();
    }

    JobAssert succeeded() {
        assertThat(actual.record().rows("SELECT state FROM job ORDER BY job DESC LIMIT 1"))
                .containsExactly("SUCCEEDED");
        return this;
    }

    /** Byte for byte what a run in one thread wrote, and what a naive count says. */
    JobAssert producesTheReferenceOutput() throws IOException {
        Map<String, String> found = Reference.output(actual.dir());
        same(found, Reference.naive(actual), "the naive count");
        same(found, Reference.sequential(actual), "the sequential run");
        return this;
    }

    JobAssert producesTheNaiveCount() throws IOException {
        same(Reference.output(actual.dir()), Reference.naive(actual), "the naive count");
        return this;
    }

    /** Names the files that differ; their contents would fill the screen. */
    private static void same(Map<String, String> found, Map<String, String> expected, String what) {
        assertThat(found.keySet()).as("the files of %s", what).isEqualTo(expected.keySet());
        assertThat(found.keySet())
                .as("files that are as in %s", what)
                .allMatch(name -> Objects.equals(found.get(name), expected.get(name)));
    }

    JobAssert hasOneWinnerATask() {
        JobRecord record = actual.record();
        assertThat(record.rows("SELECT task FROM attempt WHERE state = 'WON' GROUP BY job, task HAVING count(*) > 1"))
                .as("tasks with a second winner")
                .isEmpty();
        assertThat(record.commits()).hasSize(actual.mapTasks() + actual.reduceTasks());
        assertThat(record.rows("SELECT task, attempt FROM attempt WHERE state = 'LIVE'"))
                .as("attempts that live on")
                .isEmpty();
        return this;
    }

    /** What was committed when these were noted is what counts now: it was not done again. */
    JobAssert kept(Collection<String> commits) {
        assertThat(actual.record().commits()).containsAll(commits);
        return this;
    }

    /** No attempt was started after its task had a winner. */
    JobAssert neverRanACommittedTaskAgain() {
        assertThat(actual.record()
                        .rows("SELECT w.task, w.attempt, a.attempt FROM attempt w JOIN attempt a USING (job, task)"
                                + " WHERE w.state = 'WON' AND a.attempt > w.attempt"))
                .as("attempts after the winner")
                .isEmpty();
        assertThat(actual.record().count("task WHERE repairs > 0"))
                .as("tasks repaired")
                .isZero();
        return this;
    }

    /** Exactly this task ran once more, because its files were damaged; all others once. */
    JobAssert ranAgainForItsDamage(String task) {
        JobRecord record = actual.record();
        assertThat(record.rows("SELECT attempt, state, coalesce(kind, '') FROM attempt WHERE task = '" + task
                        + "' ORDER BY attempt"))
                .containsExactly("1 LOST OUTPUT_DAMAGED", "2 WON ");
        assertThat(record.rows("SELECT task, repairs FROM task WHERE repairs > 0"))
                .containsExactly(task + " 1");
        assertThat(record.rows("SELECT task FROM task WHERE kind = 'map' AND attempts <> 1"))
                .containsExactly(task);
        return this;
    }

    /** {@code tree} shows the results and nothing else; the driver's own folder holds no trace of any attempt. */
    JobAssert leavesOnlyItsResults() throws IOException {
        assertThat(Reference.names(actual.dir())).containsExactly(".mr", "intermediate", "out");
        List<String> outputs = new ArrayList<>();
        TreeSet<String> buckets = new TreeSet<>();
        for (int reduce = 0; reduce < actual.reduceTasks(); reduce++) {
            outputs.add(actual.outputPrefix() + reduce);
            for (int map = 0; map < actual.mapTasks(); map++) {
                buckets.add("mr-" + map + "-" + reduce);
            }
        }
        assertThat(Reference.names(actual.dir().resolve("out"))).containsExactlyInAnyOrderElementsOf(outputs);
        assertThat(new TreeSet<>(Reference.names(actual.dir().resolve("intermediate"))))
                .isEqualTo(buckets);
        TreeSet<String> own = new TreeSet<>(Reference.names(actual.dir().resolve(".mr")));
        own.addAll(Reference.names(actual.stateDirectory()));
        assertThat(own).containsExactly("driver.json", "driver.lock", "job.db", "logs", "owner", "token");
        return this;
    }
}
