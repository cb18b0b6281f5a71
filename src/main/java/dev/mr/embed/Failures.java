package dev.mr.embed;

import dev.mr.task.AttemptId;
import dev.mr.worker.FailureListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What made the attempts of this run fail, as it was thrown; the newest of them. Thread-safe. */
final class Failures implements FailureListener {
    private static final int KEPT = 100;
    private static final Pattern ATTEMPT = Pattern.compile("((?:map|reduce)-[0-9]+) attempt ([0-9]+) failed: ");

    private final Map<String, Throwable> thrown = new LinkedHashMap<>();

    /** An attempt that a line begins with. */
    record Blamed(String task, int attempt) {}

    @Override
    public synchronized void failed(AttemptId attempt, Throwable failure) {
        thrown.put(attempt.toString(), failure);
        if (thrown.size() > KEPT) {
            thrown.remove(thrown.keySet().iterator().next());
        }
    }

    /** Whose failure the engine tells in this line. */
    static Optional<Blamed> blamed(String line) {
        Matcher matcher = ATTEMPT.matcher(line);
        return matcher.lookingAt()
                ? Optional.of(new Blamed(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** What that attempt threw in this run. */
    synchronized Optional<Throwable> of(Blamed attempt) {
        return Optional.ofNullable(thrown.get(attempt.task() + " attempt " + attempt.attempt()));
    }
}
