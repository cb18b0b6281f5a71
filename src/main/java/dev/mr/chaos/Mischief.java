package dev.mr.chaos;

/** What a soak does to a job that runs. */
public enum Mischief {
    KILL_DRIVER("driver kill", 16),
    KILL_WORKER("worker kill", 58),
    PAUSE_DRIVER("driver pause", 7),
    PAUSE_WORKER("worker pause", 9),
    START_SECOND("second start", 3),
    RESUME_SECOND("second resume", 3),
    DAMAGE_FILE("damaged file", 4),
    FILL_DISK("full disk", 0);

    private final String noun;
    private final int weight;

    Mischief(String noun, int weight) {
        this.noun = noun;
        this.weight = weight;
    }

    /** One of it, in words. */
    public String noun() {
        return noun;
    }

    /** How often it is chosen beside the others; 0 where it has a place of its own. */
    int weight() {
        return weight;
    }
}
