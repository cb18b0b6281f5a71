package dev.mr.explore;

import dev.mr.job.Change;
import dev.mr.job.Effect;
import dev.mr.job.Event;
import dev.mr.task.DriverMessage;
import dev.mr.task.WorkerMessage;
import java.util.ArrayList;
import java.util.List;

/** What happens, in words for people. */
final class Wording {
    private Wording() {}

    static String of(WorkerMessage message) {
        if (message instanceof WorkerMessage.Succeeded succeeded) {
            return "Succeeded(" + succeeded.attempt() + ")";
        }
        return message instanceof WorkerMessage.InputBad bad
                ? "InputBad(" + bad.attempt() + ": " + bad.winner() + ")"
                : message.getClass().getSimpleName();
    }

    static String of(DriverMessage message) {
        if (message instanceof DriverMessage.Assign assign) {
            return "Assign(" + assign.attempt() + ")";
        } else if (message instanceof DriverMessage.Committed committed) {
            return "Committed(" + committed.attempt() + ")";
        } else if (message instanceof DriverMessage.Rejected rejected) {
            return "Rejected(" + rejected.attempt() + ")";
        } else if (message instanceof DriverMessage.Revoke revoke) {
            return "Revoke(" + revoke.attempt() + ")";
        }
        return message.getClass().getSimpleName();
    }

    static String of(Event event) {
        if (event instanceof Event.MapPublished published) {
            return "MapPublished(" + published.winner() + ")";
        }
        return event.getClass().getSimpleName();
    }

    static String of(Effect effect) {
        if (effect instanceof Effect.Send send) {
            return of(send.message()) + " to stream " + send.session();
        } else if (effect instanceof Effect.PublishMap publish) {
            return "PublishMap(" + publish.winner() + ")";
        } else if (effect instanceof Effect.Discard discard) {
            return "Discard(" + discard.attempt() + ")";
        }
        return effect.getClass().getSimpleName();
    }

    /** The rows that matter to people, and what is done when they are committed. */
    static String of(Outcome turn) {
        List<String> rows = new ArrayList<>();
        for (Change change : turn.changes) {
            if (change instanceof Change.Won won) {
                rows.add(won.receipt().attempt() + " WON");
            } else if (change instanceof Change.AttemptStarted started) {
                rows.add(started.attempt() + " LIVE");
            } else if (change instanceof Change.AttemptEnded ended) {
                rows.add(ended.attempt() + " " + ended.to());
            } else if (change instanceof Change.JobMoved moved) {
                rows.add("job " + moved.to());
            } else if (change instanceof Change.MapPublished published) {
                rows.add(published.winner() + " published");
            }
        }
        List<String> deeds = turn.deeds.stream().map(Wording::of).toList();
        return (rows.isEmpty() ? "" : "; rows: " + String.join(", ", rows))
                + (deeds.isEmpty() ? "" : "; then: " + String.join(", ", deeds));
    }
}
