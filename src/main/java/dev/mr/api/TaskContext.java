package dev.mr.api;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The task an attempt is at, as its map or reduce function sees it. Used by that function's thread alone. */
public interface TaskContext {
    /** The number of the map or reduce task, from 0. A reduce task's is its partition's. */
    int id();

    /** The number of this attempt at the task, from 1; 0 while keys are sampled for partitions by range. */
    int attempt();

    /** The number of reduce tasks, which is that of partitions. */
    int reduceTasks();

    /** The values of the job's options. */
    Options options();

    /** The file that the current record is from, as an absolute path; empty in a reduce task. Changes only between records. */
    String inputName();

    /** Which of the inputs the user named, from 0, the current record's file belongs to; -1 in a reduce task. */
    int inputNumber();

    /** Where in its file (of a compressed one: in its content) the current record begins; -1 in a reduce task. */
    long inputOffset();

    /** The job directory. Nothing may be written to it but logs for people, in {@code .mr/logs}. */
    Path jobDirectory();

    /**
     * A counter of the job, to be held and added to. What an attempt adds counts only if the attempt wins, and then once.
     *
     * @param name {@code [A-Za-z0-9._-]+}, at most 100 characters, not beginning with {@code map.}, {@code reduce.} or
     *     {@code mr.}
     */
    Counter counter(String name);

    /**
     * A file beside the output, {@code out/side/<task>/<name>}. It appears with the job's output if this attempt wins, and not
     * at all otherwise.
     *
     * @param name {@code [A-Za-z0-9._-]+}, not beginning with a dot, at most 200 characters, once an attempt
     * @return to be closed before the function's own {@code close} has returned, else it is closed then
     */
    OutputStream sideFile(String name) throws IOException;

    /**
     * Has something closed when this attempt ends, however it ends: done, failed or cancelled, and after every other call of the
     * job's code. It is called on the same thread, the last given first, and decides nothing: what it throws is ignored. A
     * process that is killed closes nothing.
     */
    void closeAtEnd(Closeable resource);
}
