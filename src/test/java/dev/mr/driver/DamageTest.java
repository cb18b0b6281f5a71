package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.task.AttemptId;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** What a driver makes of files that are damaged, gone, or not its own. */
class DamageTest extends JobSiteTest {
    @Test
    void after_a_reboot_winners_are_verified_and_exactly_the_damaged_run_again() throws Exception {
        story.killedAfterWins(3);
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        story.resumes(Claim.AFTER_REBOOT);
        assertThat(job.wins(TaskId.map(1))).isEqualTo(2);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
        assertThat(job.wins(TaskId.reduce(0))).as("made from the same bytes").isEqualTo(1);
        assertThat(job.said).anyMatch(line -> line.contains("map-1 attempt 1's output is damaged"));
    }

    @Test
    void without_a_reboot_a_damaged_map_is_found_by_the_reduce_that_reads_it() throws Exception {
        story.killedAfterWins(2);
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        story.resumes(Claim.RESUME);
        assertThat(job.wins(TaskId.map(1))).isEqualTo(2);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(1);
    }

    @Test
    void after_a_reboot_while_committing_nothing_is_published_before_the_damage_is_mended() throws Exception {
        story.killedWhileCommitting();
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-0-0"));
        try (ManualDriver driver = story.driver(Claim.AFTER_REBOOT)) {
            driver.takesOver();
            driver.doesAllFileWork();
            assertThat(job.directory.output()).doesNotExist();
            assertThat(driver.store.load().state()).isEqualTo(JobState.RUNNING);
        }
        story.resumes(Claim.AFTER_REBOOT);
        assertThat(job.wins(TaskId.map(0))).isEqualTo(2);
    }

    @Test
    void an_output_that_vanished_before_it_was_published_is_made_again() throws Exception {
        AttemptId output;
        try (ManualDriver driver = story.driver(Claim.FIRST)) {
            driver.takesOver();
            while (job.winners().size() < 4) {
                driver.turns();
                driver.worksAndReports();
            }
            output = job.winners().get(3);
            Files.delete(
                    job.directory.attempt(output).resolve("out-" + output.task().index()));
            while (driver.drive.stop() == null) {
                driver.doesAllFileWork();
                driver.turns();
                driver.worksAndReports();
            }
            driver.doesAllFileWork();
            driver.drive.clear();
        }
        assertThat(job.wins(output.task())).isEqualTo(2);
        job.assertDone();
    }

    @Test
    void an_intermediate_folder_that_vanished_is_made_again_with_what_was_in_it() throws Exception {
        story.killedAfterWins(1);
        Path folder = job.directory.intermediate();
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.takesOver();
            for (Path file : job.site(Steps.withoutCrash()).files().list(folder)) {
                Files.delete(file);
            }
            Files.delete(folder);
            while (driver.drive.stop() == null) {
                driver.turns();
                driver.worksAndReports();
                driver.doesAllFileWork();
            }
            driver.drive.clear();
        }
        job.assertDone();
    }

    @Test
    void what_the_database_forgot_is_warned_of_in_one_line_and_done_again() throws Exception {
        Path copy = root.resolve("older.db");
        Files.copy(job.directory.database(), copy);
        story.killedAfterWins(3);
        Files.move(copy, job.directory.database(), StandardCopyOption.REPLACE_EXISTING);
        job.said.clear();
        job.committed.clear();
        story.resumes(Claim.FIRST);
        assertThat(job.said)
                .filteredOn(line -> line.contains(job.directory.database() + " has lost what was stored last"))
                .singleElement()
                .asString()
                .contains(
                        "epoch 1 in " + job.directory.driverJson(),
                        "reduce-1 attempt 1 in " + job.directory.attempts().resolve("r-1.1-"),
                        "a winner of map-0 that left "
                                + job.directory.intermediate().resolve("mr-0-0") + " and 1 more like it")
                .endsWith("what it does not know is done again");
    }

    @Test
    void a_map_that_fell_and_whose_files_are_still_there_is_nothing_that_was_forgotten() throws Exception {
        story.killedAfterWins(2);
        DriverStory.flipLastByte(job.directory.intermediate().resolve("mr-1-0"));
        try (ManualDriver driver = story.driver(Claim.AFTER_REBOOT)) {
            driver.takesOver();
        }
        story.resumes(Claim.RESUME);
        assertThat(job.said).noneMatch(line -> line.contains("has lost"));
    }

    @Test
    void an_output_that_is_not_this_jobs_is_neither_replaced_nor_believed() throws Exception {
        story.killedAfterWins(3);
        Files.writeString(Files.createDirectory(job.directory.output()).resolve("out-0"), "precious\n");
        try (ManualDriver driver = story.driver(Claim.RESUME)) {
            driver.runsToItsEnd(7);
            assertThat(driver.drive.stop()).satisfies(stop -> {
                assertThat(stop.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
                assertThat(stop.line())
                        .isEqualTo(job.directory.output() + " holds files that are not this job's output; move them"
                                + " away, then: mr-driver resume --dir " + job.directory.root());
            });
        }
        assertThat(job.directory.output().resolve("out-0")).hasContent("precious\n");
        Files.delete(job.directory.output().resolve("out-0"));
        story.resumes(Claim.RESUME);
    }
}
