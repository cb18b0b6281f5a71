package dev.mr.chaos;

import java.time.Duration;

/**
 * One thing that is done to the jobs of a trial.
 *
 * @param delay since the one before
 * @param choice stands for what is chosen when it is done: of which process, for how long
 */
record Step(Mischief what, Duration delay, int choice) {
    private static final int EAGER = 5;

    /** Whether it waits for nothing but its delay. */
    boolean isEager() {
        return choice % EAGER == 0;
    }

    /** One of so many. */
    int of(int many) {
        return Math.floorMod(choice, many);
    }
}
