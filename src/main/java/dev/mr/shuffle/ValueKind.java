package dev.mr.shuffle;

/** What the values of a job are. */
public enum ValueKind {
    LONGS,
    BYTES
}
