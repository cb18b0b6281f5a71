package dev.mr.chaos;

import dev.mr.chaos.Verdict.Finding;
import dev.mr.task.TimeSource;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What happens in a soak, told line by line and counted. Thread-safe. */
final class Chronicle {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Consumer<String> lines;
    private final TimeSource time;
    private final long beginNanos;
    private final Map<Mischief, Long> done = new EnumMap<>(Mischief.class);
    private final Map<Finding, Long> findings = new EnumMap<>(Finding.class);
    private final Set<String> unsound = new HashSet<>();
    private final Set<String> once = new HashSet<>();
    private long jobs;
    private @Nullable String look;

    Chronicle(Consumer<String> lines, TimeSource time) {
        this.lines = lines;
        this.time = time;
        this.beginNanos = time.nanos();
    }

    /** Tells something, about a job or {@code selftest} itself. */
    synchronized void tell(String about, String what) {
        lines.accept(String.format(
                Locale.ROOT, "%7.1fs %s: %s", (time.nanos() - beginNanos) / NANOS_PER_SECOND, about, what));
    }

    /** Tells it unless it has been told. */
    synchronized void tellOnce(String what) {
        if (once.add(what)) {
            tell("selftest", what);
        }
    }

    /** Whether nothing was found about it. */
    synchronized boolean isSound(String about) {
        return !unsound.contains(about);
    }

    /** Tells and counts something that was done to a job. */
    synchronized void done(String about, Mischief what, String details) {
        done.merge(what, 1L, Long::sum);
        tell(about, what.noun() + details);
    }

    /** Tells and counts something that should not be; {@code command} is for looking at it. */
    synchronized void found(String about, Finding finding, String what, String command) {
        findings.merge(finding, 1L, Long::sum);
        unsound.add(about);
        if (look == null) {
            look = command;
        }
        tell(about, finding + ": " + what);
    }

    /** Tells and counts jobs that finished and were compared. */
    synchronized void finished(String about, int number, String what) {
        jobs += number;
        tell(about, what);
    }

    synchronized Verdict verdict(long seed) {
        return new Verdict(seed, jobs, done, findings, Optional.ofNullable(look));
    }
}
