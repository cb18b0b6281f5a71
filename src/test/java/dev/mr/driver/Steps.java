package dev.mr.driver;

import java.util.ArrayList;
import java.util.List;

/** Counts what a driver does to the world, step by step, and kills it at the step a test chose. */
final class Steps {
    static final int NEVER = 0;

    private final int crashAt;
    private final List<String> taken = new ArrayList<>();

    /** The step numbered {@code crashAt}, from 1, is not taken. */
    Steps(int crashAt) {
        this.crashAt = crashAt;
    }

    static Steps withoutCrash() {
        return new Steps(NEVER);
    }

    /** About to do this. */
    void next(String step) {
        next(step, () -> {});
    }

    /** About to do this; {@code half} is what is left of it when the process dies in the middle. */
    void next(String step, Torn half) {
        taken.add(step);
        if (taken.size() == crashAt) {
            half.happen();
            throw new Crash(taken.size() + ": " + step);
        }
    }

    List<String> taken() {
        return taken;
    }

    /** Half of a step. */
    interface Torn {
        void happen();
    }
}
