package dev.mr.rpc;

import dev.mr.task.JobSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The specs that messages were lately of, with their options: neither is made from the other for each message, however many jobs take
 * turns. Keeps {@value #MOST}. Thread-safe; of two threads one may forget what the other just learned, which costs time and no more.
 */
final class KnownSpecs {
    static final int MOST = 32;

    /** The one used last comes first, so that a job by itself is found by one comparison. */
    private volatile List<Known> lately = List.of();

    private record Known(JobSpec spec, Map<String, String> options) {}

    /** As {@link JobSpec#options()}. */
    Map<String, String> options(JobSpec spec) {
        Known found = find(known -> known.spec().equals(spec));
        return (found == null ? learn(new Known(spec, spec.options())) : found).options();
    }

    /**
     * As {@link JobSpec#ofOptions}, the same object for equal options as long as they are known.
     *
     * @throws IllegalArgumentException likewise
     */
    JobSpec spec(Map<String, String> options) {
        Known found = find(known -> known.options().equals(options));
        return (found == null ? learn(new Known(JobSpec.ofOptions(options), Map.copyOf(options))) : found).spec();
    }

    private @Nullable Known find(Predicate<Known> wanted) {
        List<Known> all = lately;
        for (int i = 0; i < all.size(); i++) {
            Known known = all.get(i);
            if (wanted.test(known)) {
                return i == 0 ? known : learn(known);
            }
        }
        return null;
    }

    private Known learn(Known first) {
        List<Known> all = new ArrayList<>(MOST);
        all.add(first);
        for (Known known : lately) {
            if (!known.equals(first) && all.size() < MOST) {
                all.add(known);
            }
        }
        lately = List.copyOf(all);
        return first;
    }
}
