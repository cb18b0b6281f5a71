package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.job.Change;
import dev.mr.task.AttemptId;
import dev.mr.task.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What drivers of one job went through before, in the words of a test. */
final class DriverStory {
    private final JobSite job;

    DriverStory(JobSite job) {
        this.job = job;
    }

    ManualDriver driver(Claim claim) throws IOException {
        return ManualDriver.of(job, Steps.withoutCrash(), claim);
    }

    /** A driver that is killed when so many attempts have won, their files published. */
    void killedAfterWins(int wins) throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (job.winners().size() < wins) {
                driver.turns();
                driver.worksAndReports();
                driver.turns();
                driver.doesAllFileWork();
            }
            driver.turns();
            driver.doesAllFileWork();
        }
    }

    /** A driver that is killed while its worker, which does not notice, finishes what it was assigned first. */
    AttemptId killedWhileWorking() throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            driver.turns();
            AttemptId attempt = driver.assigned.element().attempt();
            driver.worksUnheard();
            return attempt;
        }
    }

    /** A driver that is killed when a map is committed and none of its files are in their place. */
    void killedBeforeAPublish() throws Exception {
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (job.winners().isEmpty()) {
                driver.turns();
                driver.worksAndReports();
            }
        }
    }

    /** A driver that is killed when all is committed and nothing of the output is in place. */
    void killedWhileCommitting() throws Exception {
        Change committing = new Change.JobMoved(JobState.RUNNING, JobState.COMMITTING, "");
        try (ManualDriver driver = driver(Claim.FIRST)) {
            driver.takesOver();
            while (!job.committed.contains(committing)) {
                if (!driver.turns() && !driver.worksAndReports()) {
                    driver.doesFileWork();
                }
            }
        }
    }

    /** The next driver brings the job to its end, and all is as it should be. */
    void resumes(Claim claim) throws Exception {
        try (ManualDriver driver = driver(claim)) {
            driver.runsToItsEnd(7);
            assertThat(driver.drive.finished()).isEqualTo(JobState.SUCCEEDED);
        }
        job.assertDone();
    }

    static void flipLastByte(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 2] ^= 1;
        Files.write(file, content);
    }
}
