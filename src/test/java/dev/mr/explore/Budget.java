package dev.mr.explore;

/**
 * How many faults may still happen.
 *
 * @param crashes drivers that die
 * @param pauses drivers that lose their lock while they are paused, and go on when another has taken over
 * @param zombies workers that are silent for a lease although their stream is there, and go on later
 * @param losses streams that break, with whatever was on its way
 * @param repeats reports that are said once more
 * @param damages winners whose bucket file is damaged
 */
record Budget(int crashes, int pauses, int zombies, int losses, int repeats, int damages) {
    static final Budget NONE = new Budget(0, 0, 0, 0, 0, 0);

    Budget crashes(int count) {
        return new Budget(count, pauses, zombies, losses, repeats, damages);
    }

    Budget pauses(int count) {
        return new Budget(crashes, count, zombies, losses, repeats, damages);
    }

    Budget zombies(int count) {
        return new Budget(crashes, pauses, count, losses, repeats, damages);
    }

    Budget losses(int count) {
        return new Budget(crashes, pauses, zombies, count, repeats, damages);
    }

    Budget repeats(int count) {
        return new Budget(crashes, pauses, zombies, losses, count, damages);
    }

    Budget damages(int count) {
        return new Budget(crashes, pauses, zombies, losses, repeats, count);
    }
}
