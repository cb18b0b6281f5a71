package dev.mr.e2e;

import java.nio.file.Path;
import java.util.List;

/**
 * An instant at which a process is killed: just before it makes a system call on one path for the n-th time, which it then does
 * not make.
 *
 * @param place below the job directory; for calls that name two paths, the first, since strace looks at no other of a rename
 * @param count counted from one, by each thread for itself
 */
record KillPoint(Victim victim, String call, Path place, int count) {
    /** Which processes of a job are watched. */
    enum Victim {
        DRIVER,
        WORKER
    }

    KillPoint next() {
        return new KillPoint(victim, call, place, count + 1);
    }

    /** What the command line of a process begins with that is to be killed here. */
    List<String> tracer(Path directory) {
        return tracer(call, count, List.of("-P", directory.resolve(place).toString()));
    }

    /** Likewise, on whichever path. */
    static List<String> tracer(String call, int count) {
        return tracer(call, count, List.of());
    }

    private static List<String> tracer(String call, int count, List<String> paths) {
        List<String> strace = List.of("strace", "-f", "-qq", "-o", "/dev/null");
        List<String> kill = List.of("-e", "trace=" + call, "-e", "inject=" + call + ":signal=KILL:when=" + count);
        return List.of(strace, paths, kill).stream().flatMap(List::stream).toList();
    }

    @Override
    public String toString() {
        return victim + " before " + call + " " + count + " of " + place;
    }
}
