package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.ForwardingFileSystem;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.Receipt;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file work of a driver, piece by piece. */
class HousekeepingTest {
    @TempDir(factory = MemoryDirectories.class)
    Path root;

    private AttemptFiles attempts;
    private Housekeeping housekeeping;

    @BeforeEach
    void given_a_directory() throws IOException {
        attempts = new AttemptFiles(root);
        housekeeping = attempts.housekeeping(attempts.files);
    }

    private List<Event> publish(Receipt map, boolean hasSideFiles) throws IOException {
        return housekeeping.publishMap(
                new Effect.PublishMap(map.attempt(), map.files().size(), hasSideFiles));
    }

    private Path published(String bucket) {
        return attempts.directory.intermediate().resolve(bucket);
    }

    @Test
    void a_published_map_has_its_files_in_place_and_needs_its_directory_no_more() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        assertThat(publish(map, false)).containsExactly(new Event.MapPublished(map.attempt()));
        assertThat(published("mr-0-0")).hasContent("a\n");
        assertThat(published("mr-0-1")).hasContent("b\n");
        assertThat(attempts.directory.attempt(map.attempt())).isDirectory();
        housekeeping.discardSpent();
        assertThat(attempts.directory.attempt(map.attempt())).doesNotExist();
    }

    @Test
    void a_map_is_published_once_more_without_harm() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        Files.move(attempts.own(map, "mr-0-0"), published("mr-0-0"));
        assertThat(publish(map, false)).containsExactly(new Event.MapPublished(map.attempt()));
        assertThat(publish(map, false)).containsExactly(new Event.MapPublished(map.attempt()));
        assertThat(published("mr-0-0")).hasContent("a\n");
        assertThat(published("mr-0-1")).hasContent("b\n");
    }

    @Test
    void side_files_stay_in_the_directory_of_their_map_until_the_end() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        assertThat(publish(map, true)).containsExactly(new Event.MapPublished(map.attempt()));
        housekeeping.discardSpent();
        assertThat(attempts.directory.attempt(map.attempt())).isDirectory();
    }

    @Test
    void a_bucket_that_is_nowhere_is_the_damage_of_its_map_whose_directory_stays() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n", "c\n");
        Files.delete(attempts.own(map, "mr-0-1"));
        assertThat(publish(map, false))
                .containsExactly(
                        new Event.WinnerDamaged(map.attempt(), published("mr-0-1") + " is missing"),
                        new Event.MapPublished(map.attempt()));
        housekeeping.discardSpent();
        assertThat(attempts.own(map, "mr-0-2")).hasContent("c\n");
    }

    @Test
    void the_folder_that_maps_are_published_in_is_made_again_when_it_has_vanished() throws IOException {
        Receipt map = attempts.map(0, "a\n");
        Files.delete(attempts.directory.intermediate());
        assertThat(publish(map, false)).containsExactly(new Event.MapPublished(map.attempt()));
        assertThat(published("mr-0-0")).hasContent("a\n");
    }

    @Test
    void a_bucket_that_a_reduce_complained_about_is_sound_or_the_damage_of_its_map() throws IOException {
        Receipt map = attempts.map(0, "a\n", "b\n");
        Event sound = housekeeping.inspect(map.attempt(), 1, map.files().get(1));
        assertThat(sound).isEqualTo(new Event.BucketSound(map.attempt(), 1));
        assertThat(housekeeping.inspect(map.attempt(), 1, map.files().get(0)))
                .isInstanceOfSatisfying(Event.WinnerDamaged.class, damaged -> {
                    assertThat(damaged.winner()).isEqualTo(map.attempt());
                    assertThat(damaged.finding()).startsWith(attempts.own(map, "mr-0-1") + " has 2 bytes");
                });
    }

    @Test
    void the_directory_of_an_attempt_that_will_never_win_is_deleted() throws IOException {
        Receipt map = attempts.map(0, "a\n");
        housekeeping.discard(map.attempt());
        assertThat(attempts.directory.attempt(map.attempt())).doesNotExist();
    }

    @Test
    void what_published_maps_left_goes_some_at_a_time() throws IOException {
        Receipt map = attempts.map(0, "a\n");
        assertThat(housekeeping.discardSomeSpent()).isFalse();
        publish(map, false);
        assertThat(housekeeping.discardSomeSpent()).isFalse();
        assertThat(attempts.directory.attempt(map.attempt())).doesNotExist();
        for (int index = 1; index <= 100; index++) {
            publish(attempts.map(index, "a\n"), false);
        }
        assertThat(housekeeping.discardSomeSpent()).isTrue();
        assertThat(attempts.files.list(attempts.directory.attempts())).hasSizeBetween(1, 99);
    }

    @Test
    void stray_attempts_are_those_that_nobody_keeps() throws IOException {
        Receipt kept = attempts.map(0, "a\n");
        Receipt stray = attempts.map(1, "a\n");
        List<Path> strays = housekeeping.strayAttempts(Set.of(kept.attempt().directoryName()));
        assertThat(strays).containsExactly(attempts.directory.attempt(stray.attempt()));
        housekeeping.delete(strays);
        assertThat(attempts.files.list(attempts.directory.attempts()))
                .containsExactly(attempts.directory.attempt(kept.attempt()));
    }

    @Test
    void a_sweep_deletes_what_killed_runs_left_and_nothing_else() throws IOException {
        List<String> stays = List.of("attempts", "driver.json", "job.db", "logs", "quarantine");
        for (String name : List.of("publish-job-1-1", "trash-job-0", "work-1", "sequential-run")) {
            Files.writeString(attempts.directory.own().resolve(name), "left over");
        }
        for (String name : stays.subList(1, stays.size())) {
            Files.writeString(attempts.directory.own().resolve(name), "needed");
        }
        housekeeping.sweep();
        assertThat(attempts.files.list(attempts.directory.own()))
                .extracting(entry -> entry.getFileName().toString())
                .isEqualTo(stays);
    }

    @Test
    void nothing_of_attempts_is_left_when_the_job_has_succeeded_though_a_zombie_still_writes() throws IOException {
        Path late = Files.writeString(attempts.directory.own().resolve("work-late"), "left over");
        attempts.map(0, "a\n");
        Housekeeping disturbed = attempts.housekeeping(new ForwardingFileSystem(attempts.files) {
            private boolean disturbed;

            @Override
            public void deleteTree(Path tree) throws IOException {
                if (!disturbed) {
                    disturbed = true;
                    throw new DirectoryNotEmptyException(tree.toString());
                }
                super.deleteTree(tree);
            }
        });
        disturbed.clear(new JobSite(root.resolve("site")).voice());
        assertThat(attempts.directory.attempts()).doesNotExist();
        assertThat(late).doesNotExist();
    }
}
