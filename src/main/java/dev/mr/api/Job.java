package dev.mr.api;

import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * A job: map emits keys, reduce counts how often each was emitted. Implementations are found by {@link ServiceLoader}, so
 * they have a public constructor without parameters and are listed in {@code META-INF/services/dev.mr.api.Job}.
 */
public interface Job {
    /** What the job is called on a command line, such as {@code wordcount}. */
    String name();

    /** A mapper for one attempt. */
    Mapper mapper();

    /**
     * The job of that name on the class path.
     *
     * @throws IllegalArgumentException naming the jobs there are, when it is none of them
     */
    static Job named(String name) {
        TreeMap<String, Job> known = new TreeMap<>();
        for (Job job : ServiceLoader.load(Job.class)) {
            known.put(job.name(), job);
        }
        Job job = known.get(name);
        if (job == null) {
            throw new IllegalArgumentException(
                    "job \"" + name + "\" is unknown; known: " + String.join(", ", known.keySet()));
        }
        return job;
    }
}
