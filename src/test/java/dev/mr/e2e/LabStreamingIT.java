package dev.mr.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The lab's seven tests with its applications as shell scripts, which sleep less. */
@Tag("long")
class LabStreamingIT extends LabContract {
    private static final Path SCRIPTS = Path.of("src/test/resources/lab").toAbsolutePath();

    @Override
    List<String> application(String name, Path folder) {
        return switch (name) {
            case "mtiming" -> commands(name, arguments(folder, 1), "");
            case "rtiming" -> commands(name, "", arguments(folder, 1));
            case "jobcount" -> commands(name, arguments(folder, 1), arguments(folder, 0));
            case "early_exit" -> commands(name, "", " 2");
            case "crash" -> crash(" 4");
            default -> commands(name, "", "");
        };
    }

    /** Half of its failures spend one of a task's attempts, and with four of them one run in fifty would fail. */
    private static List<String> crash(String seconds) {
        List<String> options = new ArrayList<>(commands("crash", seconds, seconds));
        options.addAll(List.of("--max-attempts", "20"));
        return options;
    }

    @Override
    List<String> oracle(String name, Path folder) {
        return switch (name) {
            case "early_exit" -> commands(name, "", " 0");
            case "nocrash" -> crash("");
            default -> application(name, folder);
        };
    }

    private static String arguments(Path folder, int seconds) {
        return " '" + folder + "' " + seconds;
    }

    private static List<String> commands(String name, String mapArguments, String reduceArguments) {
        return List.of(
                "--input-format",
                "file",
                "--map-cmd",
                "sh '" + SCRIPTS.resolve(name + "-map.sh") + "'" + mapArguments,
                "--reduce-cmd",
                "sh '" + SCRIPTS.resolve(name + "-reduce.sh") + "'" + reduceArguments);
    }
}
