package dev.mr.driver;

import dev.mr.catalog.JarFiles;
import dev.mr.task.JobCode;
import dev.mr.task.JobSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Job options named once more on a resume, beside the stored ones; both as {@link JobSpec#options()} has them. */
final class RepeatedOptions {
    private static final String JAR = "jar.";
    private static final String SETTING = "set.";

    private final Map<String, String> stored;
    private final Map<String, String> given;

    RepeatedOptions(Map<String, String> stored, Map<String, String> given) {
        this.stored = stored;
        this.given = given;
    }

    /** Every option that is not the stored one, as a person would type it, with what is stored. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        given.forEach((name, value) -> {
            String has = stored.get(name);
            if (!name.startsWith(JAR) && !value.equals(has)) {
                differences.add(typed(name, value) + " (stored: " + (has == null ? "none" : shown(name, has)) + ")");
            }
        });
        List<JobCode.Jar> jars = jars(given);
        List<JobCode.Jar> has = jars(stored);
        if (!jars.isEmpty() && !jars.equals(has)) {
            differences.add("--jar " + shown(jars) + " (stored: " + (has.isEmpty() ? "none" : shown(has)) + ")");
        }
        return differences;
    }

    /** What else to do where leaving an option out is not enough: its jar is another one under the same name. */
    String nextStep() {
        List<JobCode.Jar> has = jars(stored);
        return jars(given).stream()
                        .anyMatch(jar -> !has.contains(jar)
                                && has.stream().anyMatch(old -> old.path().equals(jar.path())))
                ? ", and restore the jar it began with"
                : "";
    }

    private static List<JobCode.Jar> jars(Map<String, String> options) {
        List<JobCode.Jar> jars = new ArrayList<>();
        for (@Nullable String jar = options.get(JAR + 0); jar != null; jar = options.get(JAR + jars.size())) {
            int space = jar.indexOf(' ');
            jars.add(new JobCode.Jar(jar.substring(space + 1), jar.substring(0, space)));
        }
        return jars;
    }

    private static String shown(List<JobCode.Jar> jars) {
        return String.join(
                ", ",
                jars.stream()
                        .map(jar -> jar.path() + " with SHA-256 " + JarFiles.shortened(jar.sha256()))
                        .toList());
    }

    private static String typed(String name, String value) {
        return name.startsWith(SETTING)
                ? "--set " + name.substring(SETTING.length()) + "=" + value
                : "--" + name + " " + shown(name, value);
    }

    /** As a person would give it; durations are stored in another form. */
    private static String shown(String name, String stored) {
        if (!name.equals("lease") && !name.equals("heartbeat") && !name.equals("task-timeout")) {
            return stored;
        }
        long millis = Duration.parse(stored).toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
