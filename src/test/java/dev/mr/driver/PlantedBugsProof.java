package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants each known error in a copy of the sources, one at a time, and lets the simulation look for it; prints the table of which seed
 * found which. {@code mr.proof.only=NAME} for one alone, {@code mr.proof.seeds} for other than ten thousand seeds.
 */
class PlantedBugsProof {
    private static final Pattern FOUND = Pattern.compile("seed (\\d+): (?:[\\w.$]+Broken: )?(.*)");

    @TempDir
    Path room;

    @Test
    void the_simulation_finds_every_planted_bug() throws Exception {
        String only = System.getProperty("mr.proof.only", "");
        List<String> missed = new ArrayList<>();
        System.out.println("| planted | what | found by seed | how it is told |\n|---|---|---|---|");
        for (PlantedBug bug : PlantedBug.all()) {
            if (only.isEmpty() || bug.name().equals(only)) {
                Path folder = Files.createDirectory(room.resolve(bug.name()));
                assertThat(bug.plantIn(folder)).isEmpty();
                String said = hunt(bug.compiledIn(folder), folder);
                Matcher found = FOUND.matcher(said);
                if (!found.find()) {
                    missed.add(bug.name());
                }
                System.out.println("| " + bug.name() + " | " + bug.what() + " | "
                        + (missed.contains(bug.name())
                                ? "**none** | " + said
                                : found.group(1) + " | " + shortened(found.group(2)))
                        + " |");
            }
        }
        assertThat(missed).isEmpty();
    }

    private static String shortened(String told) {
        String line = told.replaceAll("Receipt\\[attempt=([^,]+),.*?counters=\\{\\}\\]", "$1")
                .replace('|', '/');
        return line.length() > 140 ? line.substring(0, 140) + " ..." : line;
    }

    /** What the simulation prints when it runs on these classes. */
    private static String hunt(String classPath, Path folder) throws IOException, InterruptedException {
        Path said = folder.resolve("found");
        Process hunt = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Seeds.class.getName(),
                        "1",
                        Long.getLong("mr.proof.seeds", 10_000).toString(),
                        "50")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        hunt.waitFor();
        return Files.readString(said);
    }
}
