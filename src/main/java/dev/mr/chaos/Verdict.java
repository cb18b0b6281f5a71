package dev.mr.chaos;

import dev.mr.task.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a soak came to.
 *
 * @param jobs that finished and were compared
 * @param done how often each mischief was done
 * @param findings what should not be, by kind
 * @param command how to look at the first job that has one; empty when there is none
 */
public record Verdict(
        long seed, long jobs, Map<Mischief, Long> done, Map<Finding, Long> findings, Optional<String> command) {
    /** What a soak may find. */
    public enum Finding {
        DIFFERENCE("difference", "differences"),
        HANG("hang", "hangs"),
        LEAKED_FILE("leaked file", "leaked files"),
        LEAKED_PROCESS("leaked process", "leaked processes");

        private final String one;
        private final String many;

        Finding(String one, String many) {
            this.one = one;
            this.many = many;
        }

        String count(long number) {
            return Counted.of(number, one, many);
        }
    }

    public Verdict {
        done = Map.copyOf(done);
        findings = Map.copyOf(findings);
    }

    /** Whether everything was as in runs without faults. */
    public boolean isGood() {
        return findings.values().stream().allMatch(number -> number == 0);
    }

    /** One line. */
    public String line() {
        List<String> counts = new ArrayList<>(List.of(Counted.of(jobs, "job")));
        counts.add(done("driver kill", Mischief.KILL_DRIVER));
        counts.add(done("worker kill", Mischief.KILL_WORKER));
        counts.add(done("pause", Mischief.PAUSE_DRIVER, Mischief.PAUSE_WORKER));
        counts.add(done("double start", Mischief.START_SECOND, Mischief.RESUME_SECOND));
        counts.add(done("damaged file", Mischief.DAMAGE_FILE));
        counts.add(done("full disk", Mischief.FILL_DISK));
        for (Finding finding : Finding.values()) {
            counts.add(finding.count(findings.getOrDefault(finding, 0L)));
        }
        counts.add("seed " + seed);
        return (isGood() ? "selftest: no difference: " : "selftest: NOT as without faults: ")
                + String.join(", ", counts)
                + command.map(look -> "; look at it with: " + look).orElse("");
    }

    private String done(String noun, Mischief... of) {
        long number = 0;
        for (Mischief mischief : of) {
            number += done.getOrDefault(mischief, 0L);
        }
        return Counted.of(number, noun);
    }
}
