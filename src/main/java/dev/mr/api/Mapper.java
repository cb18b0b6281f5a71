package dev.mr.api;

/** The map function of a job. One instance serves one attempt, on one thread. */
@FunctionalInterface
public interface Mapper {
    /**
     * Maps one block of the input: the bytes {@code [from, to)} of {@code text}, whole words, at most about 1 MiB unless a
     * single word is longer. Blocks come in the order of the input; their bounds carry no meaning and may differ from run to
     * run. The bytes may not be kept or changed.
     */
    void map(byte[] text, int from, int to, Output out) throws Exception;
}
