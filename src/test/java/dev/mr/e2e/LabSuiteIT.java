package dev.mr.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** The lab's seven tests with its applications in Java, in a jar, and with its timings. */
@Tag("long")
class LabSuiteIT extends LabContract {
    private static final Set<String> TRACED = Set.of("mtiming", "rtiming", "jobcount");

    private Path jar = Path.of("lab.jar");

    @BeforeEach
    void a_jar() throws Exception {
        jar = LabJar.write(room.resolve("lab.jar"));
    }

    @Override
    List<String> application(String name, Path folder) {
        List<String> options = new ArrayList<>(List.of("--jar", jar.toString(), "--job", name));
        if (TRACED.contains(name)) {
            options.addAll(List.of("--set", "folder=" + folder));
        }
        return options;
    }

    @Override
    List<String> oracle(String name, Path folder) {
        List<String> options = application(name, folder);
        if (name.equals("early_exit")) {
            options.addAll(List.of("--set", "millis=0"));
        }
        return options;
    }
}
