package dev.mr.jobs;

import dev.mr.api.Output;

/** Takes the lines that a command writes, on the thread of its task. */
@FunctionalInterface
interface LineSink {
    /**
     * One line, {@code [from, to)} without its newline, whose first tab is at {@code tab}, which is {@code to} when there is
     * none. The bytes may be changed.
     */
    void line(byte[] bytes, int from, int tab, int to, Output out);
}
