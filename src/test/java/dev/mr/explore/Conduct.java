package dev.mr.explore;

/** How drivers keep the law. All but the first are planted errors that an exploration has to find. */
enum Conduct {
    LAWFUL,
    /** Says Committed before the rows of the turn are. */
    ACKNOWLEDGES_BEFORE_COMMIT,
    /** Commits whichever epoch it is. */
    IGNORES_THE_EPOCH,
    /** Believes of every attempt it inherits that it finished. */
    HARVESTS_UNSEEN,
    /** Does not publish, after a takeover, what the driver before it was asked to. */
    FORGETS_FILE_WORK
}
