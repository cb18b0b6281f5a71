package dev.mr.api;

/** Receives words, one call each. */
@FunctionalInterface
public interface WordSink {
    /** One word, {@code [from, to)} of {@code text}; the bytes are the caller's and may not be kept or changed. */
    void word(byte[] text, int from, int to);
}
