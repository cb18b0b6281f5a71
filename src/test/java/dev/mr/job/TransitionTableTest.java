package dev.mr.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.AttemptId;
import dev.mr.task.BadRecord;
import dev.mr.task.DriverMessage;
import dev.mr.task.FailureKind;
import dev.mr.task.JobState;
import dev.mr.task.TaskId;
import dev.mr.task.WorkerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every kind of event in every situation attempt 1 of map-0 can be in: a transition (T), an answer that changes nothing (A), a
 * refusal by name (R), or nothing but a line of history (.). Events speak of that attempt and come from the worker that has it,
 * or had it. A new kind of event breaks this test until it has its row.
 */
class TransitionTableTest {
    private static final TaskId MAP = TaskId.map(0);

    private static final String TABLE = """
            event           nobodys live earlier expired failed won published fallen committing stopped
            Abandoned       .       T    T       .       .      .   .         .      .          .
            BucketSound     .       .    .       .       .      .   .         .      .          .
            Cancelled       T       R    T       T       T      T   T         T      .          .
            DiskChecked     T       .    .       T       T      T   T         T      .          .
            Harvested       .       T    T       .       .      .   .         .      .          .
            LastRecord      .       .    .       .       .      .   .         .      .          .
            MapPublished    .       .    .       .       .      T   .         .      .          .
            OutputPublished .       .    .       .       .      .   .         .      T          .
            Reported        R       T    R       R       R      A   A         R      A          .
            Said.Failed     R       T    R       R       R      R   R         R      R          .
            Said.Goodbye    .       T    .       .       .      .   .         .      .          .
            Said.Heartbeat  A       A    A       R       A      A   A         A      A          .
            Said.Hello      R       R    R       R       R      R   R         R      R          .
            Said.InputBad   R       T    R       R       R      R   R         R      R          .
            Said.Ready      T       T    T       T       T      T   T         T      .          .
            Started         .       .    .       .       .      T   .         .      T          .
            StreamClosed    T       T    T       T       T      T   T         T      T          .
            Stuck           T       T    T       T       T      T   T         T      T          .
            Tick            .       .    .       .       .      .   .         .      .          .
            WinnerDamaged   .       .    .       .       .      T   T         .      T          .
            """;

    /** Where the attempt is. The job has two maps and one reduce; nobody waits for a task. */
    private enum Situation {
        NOBODYS,
        LIVE,
        EARLIER,
        EXPIRED,
        FAILED,
        WON,
        PUBLISHED,
        FALLEN,
        COMMITTING,
        STOPPED
    }

    private record Scene(World world, TestWorker worker, AttemptId attempt) {}

    private static Scene scene(Situation situation) {
        World world = World.of(SampleJob.of(2, 1));
        TestWorker worker = world.worker("w");
        worker.hello();
        if (situation == Situation.NOBODYS) {
            return new Scene(world, worker, new AttemptId(MAP, 1, 0xbad));
        }
        worker.ready(1);
        AttemptId attempt = worker.assigned();
        switch (situation) {
            case NOBODYS, LIVE -> {}
            case EARLIER -> {
                World next = world.successor();
                next.happens(new Event.Started());
                TestWorker other = next.worker("w");
                other.hello();
                return new Scene(next, other, attempt);
            }
            case EXPIRED -> world.passesTicking(SampleJob.LEASE.plus(Duration.ofSeconds(1)));
            case FAILED -> worker.fails(attempt, FailureKind.USER);
            case WON -> worker.succeeds(attempt);
            case PUBLISHED -> {
                worker.succeeds(attempt);
                world.fileWorkIsDone();
            }
            case FALLEN -> {
                worker.succeeds(attempt);
                world.damaged(attempt);
            }
            case COMMITTING -> {
                worker.succeeds(attempt);
                worker.ready(1);
                worker.succeeds(worker.assigned());
                worker.ready(1);
                world.fileWorkIsDone();
                worker.succeeds(worker.assigned());
                assertThat(world.state()).isEqualTo(JobState.COMMITTING);
            }
            case STOPPED -> world.happens(new Event.Stuck("the disk is full"));
        }
        return new Scene(world, worker, attempt);
    }

    /** One event of each kind, about the scene's attempt. */
    private static List<Event> events(Scene scene) {
        AttemptId attempt = scene.attempt();
        List<Event> events = new ArrayList<>(List.of(
                new Event.Started(),
                new Event.Reported(
                        scene.worker().session, attempt, scene.world().job.receipt(attempt), ""),
                new Event.StreamClosed(scene.worker().session, "it broke"),
                new Event.Tick(),
                new Event.DiskChecked(0, 1),
                new Event.Harvested(attempt, scene.world().job.receipt(attempt)),
                new Event.Abandoned(attempt, "it left no RECEIPT"),
                new Event.WinnerDamaged(attempt, "mr-0-0 is missing"),
                new Event.BucketSound(attempt, 0),
                new Event.MapPublished(attempt),
                new Event.LastRecord(attempt, new BadRecord(0, 7, 3, 9)),
                new Event.OutputPublished(),
                new Event.Cancelled(),
                new Event.Stuck("the disk is full")));
        for (WorkerMessage message : List.of(
                new WorkerMessage.Hello("w", "alpha", 1, 1, World.BUILD, 0, ""),
                new WorkerMessage.Ready(1),
                new WorkerMessage.Heartbeat(1, List.of(new WorkerMessage.Progress(attempt, 1, 1, ""))),
                new WorkerMessage.Failed(attempt, FailureKind.USER, "no", ""),
                new WorkerMessage.InputBad(attempt, attempt, 0, "CRC32C differs"),
                new WorkerMessage.Goodbye("enough"))) {
            events.add(new Event.Said(scene.worker().session, message));
        }
        return events;
    }

    private static String name(Event event) {
        return event instanceof Event.Said said
                ? "Said." + said.message().getClass().getSimpleName()
                : event.getClass().getSimpleName();
    }

    private static String outcome(List<Effect> caused) {
        boolean refused = false;
        boolean moved = false;
        boolean answered = false;
        for (Effect effect : caused) {
            if (effect instanceof Effect.Persist persist) {
                moved |= !(persist.change() instanceof Change.Noted);
            } else if (effect instanceof Effect.Refuse) {
                refused = true;
            } else if (effect instanceof Effect.Send send) {
                refused |= send.message() instanceof DriverMessage.Rejected
                        || send.message() instanceof DriverMessage.Revoke;
                answered = true;
            } else {
                moved = true;
            }
        }
        return refused ? "R" : moved ? "T" : answered ? "A" : ".";
    }

    private static List<String> row(Object... cells) {
        return Arrays.stream(cells).map(String::valueOf).toList();
    }

    private static List<List<String>> actual() {
        Set<String> names = new TreeSet<>();
        events(scene(Situation.LIVE)).forEach(event -> names.add(name(event)));
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.concat(
                        Stream.of("event"),
                        Arrays.stream(Situation.values())
                                .map(situation -> situation.name().toLowerCase(Locale.ROOT)))
                .toList());
        for (String name : names) {
            List<String> cells = new ArrayList<>(row(name));
            for (Situation situation : Situation.values()) {
                cells.add(outcome(name, scene(situation)));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String outcome(String name, Scene scene) {
        Event event = events(scene).stream()
                .filter(candidate -> name(candidate).equals(name))
                .findFirst()
                .orElseThrow();
        return outcome(scene.world().happens(event));
    }

    private static String format(List<List<String>> rows) {
        return rows.stream().map(row -> String.join(" ", row)).collect(Collectors.joining("\n"));
    }

    @Test
    void every_event_in_every_situation_does_what_the_table_says() {
        String expected = TABLE.strip().replaceAll(" +", " ");
        assertThat(format(actual())).isEqualTo(expected);
    }

    @Test
    void the_table_has_a_row_for_every_kind_of_event_and_of_message() {
        Set<String> kinds = new TreeSet<>();
        for (Class<?> kind : Objects.requireNonNull(Event.class.getPermittedSubclasses())) {
            kinds.add(kind.getSimpleName());
        }
        kinds.remove("Said");
        kinds.remove("OfJob"); // says which job the others are about
        for (Class<?> kind : Objects.requireNonNull(WorkerMessage.class.getPermittedSubclasses())) {
            kinds.add("Said." + kind.getSimpleName());
        }
        // The driver reads the receipt first, and makes it a Reported.
        kinds.remove("Said.Succeeded");
        assertThat(TABLE.lines().skip(1).map(line -> line.split(" ", 2)[0])).containsExactlyElementsOf(kinds);
    }
}
