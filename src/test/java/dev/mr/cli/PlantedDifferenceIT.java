package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.chaos.ProgramCommands;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A selftest that could not find anything would prove nothing. */
class PlantedDifferenceIT {
    @TempDir
    Path folder;

    @Test
    void a_difference_is_told_and_kept() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        List<String> options = List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp");
        ProgramCommands programs = new ProgramCommands(
                command(java, options, classPath, LyingDriver.class),
                command(java, options, classPath, MrWorker.class));
        Path dir = folder.resolve("soak");

        ProgramRun run = ProgramRun.of(
                "mr-driver selftest",
                new SelftestCommand(() -> programs),
                "--chaos",
                "--minutes",
                "0.3",
                "--seed",
                "3",
                "--dir",
                dir.toString());

        assertThat(run.code()).as(run.out()).isEqualTo(1);
        assertThat(run.out())
                .contains("DIFFERENCE: out/")
                .contains(" differs from the sequential run at byte ")
                .doesNotContain("HANG", "LEAKED");
        List<String> lines = run.out().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("selftest: NOT as without faults: ")
                .contains("; look at it with: mr-driver status --dir " + dir + File.separator + "job-");
        assertThat(dir).isNotEmptyDirectory();
    }

    private static List<String> command(String java, List<String> options, String classPath, Class<?> program) {
        return Stream.of(List.of(java), options, List.of(classPath, program.getName()))
                .flatMap(List::stream)
                .toList();
    }
}
