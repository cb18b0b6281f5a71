package dev.mr.explore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.job.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All states of worlds small enough for every build, and that an exploration finds what it looks for. {@link ExhaustiveProof} has more. */
class ExplorationTest {
    private static final int MOST_STEPS = 12;

    private static Exploration.Result explored(Scope scope) {
        Exploration.Result result = new Exploration(scope, line -> {}).run();
        System.out.println(result);
        return result;
    }

    @Test
    void one_task_of_each_kind_two_workers_a_crash_and_a_zombie() {
        Exploration.Result result =
                explored(Scope.of(1, 1, 2, Budget.NONE.crashes(1).zombies(1)));
        result.requireLawful();
        assertThat(result.states()).isGreaterThan(1_000);
        assertThat(result.succeeded()).as("every end is a success").isEqualTo(result.ends());
    }

    @Test
    void a_lost_stream_and_a_repeated_report() {
        explored(Scope.of(1, 1, 2, Budget.NONE.losses(1).repeats(1))).requireLawful();
    }

    @Test
    void a_paused_driver_that_goes_on_when_another_drives() {
        explored(Scope.of(1, 1, 2, Budget.NONE.pauses(1))).requireLawful();
    }

    @Test
    void a_file_that_is_damaged_when_its_map_has_won() {
        explored(Scope.of(2, 1, 1, Budget.NONE.damages(1))).requireLawful();
    }

    @Test
    void an_exploration_finds_the_same_each_time() {
        Scope scope = Scope.of(1, 1, 1, Budget.NONE.crashes(1).zombies(1));
        assertThat(explored(scope).toString()).isEqualTo(explored(scope).toString());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LAWFUL")
    void every_planted_error_is_found_with_the_shortest_way_to_it(Conduct planted) {
        Scope scope = Scope.of(1, 1, 1, Budget.NONE.crashes(1).pauses(1));
        explored(scope).requireLawful();
        String story = String.valueOf(explored(scope.with(planted)).violation());
        System.out.println(planted + ":\n" + story);
        assertThat(story.lines().filter(line -> line.matches("  \\d+\\. .*")))
                .as(story)
                .hasSizeBetween(1, MOST_STEPS);
        assertThat(story).contains("BROKEN: " + expected(planted));
    }

    private static String expected(Conduct planted) {
        return switch (planted) {
            case LAWFUL -> "";
            case ACKNOWLEDGES_BEFORE_COMMIT -> "map-0 attempt 1 is told Committed, and the row is not committed";
            case IGNORES_THE_EPOCH -> "driver 1 changes rows while driver 2 drives";
            case HARVESTS_UNSEEN -> "map-0 attempt 1 wins, and its directory is not complete";
            case FORGETS_FILE_WORK -> "from here the job can never succeed";
        };
    }

    @Test
    void two_coordinators_have_one_fingerprint_exactly_if_they_will_do_the_same() {
        Durable stored =
                new Durable.Known().create(Scope.of(1, 1, 1, Budget.NONE).job().stored());
        Core begun = stored.begin().handle(Hearing.about(new Event.Started())).next;
        Core ticked = begun.handle(List.of(new Moment(new Event.Tick(), 1), new Moment(new Event.Tick(), 1))).next;
        Core low = begun.handle(Hearing.of(new Event.DiskChecked(0, 1))).next;
        assertThat(ticked).as("time passes").isSameAs(begun);
        assertThat(low).as("the disk is full").isNotSameAs(begun);
    }
}
