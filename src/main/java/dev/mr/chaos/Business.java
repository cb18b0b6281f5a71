package dev.mr.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a crew is there for: one job that has a driver of its own, or a service and the jobs it accepts. Used by one thread. */
interface Business {
    /** Of every job. */
    List<Oracle> oracles();

    /** Where its driver is, and where workers are sent. */
    Path directory();

    /** Arguments of its first driver. */
    List<String> begin();

    /** Arguments of each that goes on after the death of another. */
    List<String> goOn();

    /** Arguments of a driver that is started by mistake. */
    List<String> startSecond(Mischief what);

    /** Whether such a driver ended as it should. */
    boolean isRefused(Member second, @Nullable Member driver);

    /**
     * Does what clients do; what it finds wrong, a line each.
     *
     * @param progress how much of the harm is done, from 0 to 1
     */
    List<String> attend(double progress) throws IOException, InterruptedException;

    /** Whether the last driver was told to end, so that another that is started now would rightly take over. */
    boolean isClosing();

    /** Whether this driver, which has ended, was the last, since everything is done. */
    boolean isOver(Member driver);

    /** What a user does when everything is done. */
    void retire() throws IOException, InterruptedException;

    /** Where the jobs are that there are by now. */
    List<JobPlace> places();

    /** Of every job that there is in the end. */
    List<Audit> audits();

    /**
     * Arguments of a driver that looks whether all is well, and ends with 0 then.
     *
     * @param damaged files that were damaged, which may be damaged still
     */
    List<String> inspection(List<Path> damaged) throws IOException;

    /** Files that are left beside those of the jobs and the driver's own, a line each. */
    List<String> leaks() throws IOException;

    /** A command by which a user looks at it. */
    String lookAtIt();
}
