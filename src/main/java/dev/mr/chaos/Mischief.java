package dev.mr.chaos;

/** What a soak does to a job that runs. */
public enum Mischief {
    KILL_DRIVER("driver kill", 17),
    KILL_WORKER("worker kill", 60),
    PAUSE_DRIVER("driver pause", 4),
    PAUSE_WORKER("worker pause", 30),
    START_SECOND("second start", 2),
    RESUME_SECOND("second resume", 2),
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
