package dev.mr.driver;

import dev.mr.job.Effect;

/** Says what a committed turn decided: to workers on their streams, to a person as lines. */
final class Mouth {
    private final Outbox outbox;
    private final Voice voice;

    Mouth(Outbox outbox, Voice voice) {
        this.outbox = outbox;
        this.voice = voice;
    }

    /** Whether the effect is one that is said; then it was. */
    boolean says(Effect effect) {
        if (effect instanceof Effect.Send send) {
            outbox.send(send.session(), send.message());
        } else if (effect instanceof Effect.Warn warn) {
            voice.warn(warn.line());
        } else if (effect instanceof Effect.Refuse refuse) {
            outbox.refuse(refuse.session(), refuse.reason());
        } else {
            return false;
        }
        return true;
    }
}
