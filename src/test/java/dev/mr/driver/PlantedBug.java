package dev.mr.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A known error of the protocol, as a patch under {@code src/test/planted}: a line that says what it is, and the change that makes it.
 * It is planted in a copy of the sources, never in the sources.
 */
record PlantedBug(String name, String what, List<String> sources, Path patch) {
    static final Path FOLDER = Path.of("src/test/planted");
    private static final String CHANGED = "+++ b/";

    static List<PlantedBug> all() throws IOException {
        List<PlantedBug> all = new ArrayList<>();
        try (Stream<Path> patches = Files.list(FOLDER)) {
            for (Path patch : patches.sorted().toList()) {
                List<String> lines = Files.readAllLines(patch);
                String file = patch.getFileName().toString();
                all.add(new PlantedBug(
                        file.substring(0, file.lastIndexOf('.')),
                        lines.get(0),
                        lines.stream()
                                .filter(line -> line.startsWith(CHANGED))
                                .map(line -> line.substring(CHANGED.length()))
                                .toList(),
                        patch.toAbsolutePath()));
            }
        }
        return all;
    }

    /** Copies the sources that it changes to this empty folder and changes them; the answer is what the tool said, empty when it did. */
    String plantIn(Path folder) throws IOException {
        for (String source : sources) {
            Path copy = folder.resolve(source);
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(source), copy);
        }
        Path said = folder.resolve("said");
        Process apply = new ProcessBuilder("git", "apply", patch.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            return apply.waitFor() == 0 ? "" : name + ": " + Files.readString(said);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return name + ": interrupted";
        }
    }

    /** Compiles what was changed in this folder; the answer is a class path on which it comes first. */
    String compiledIn(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        String before = System.getProperty("java.class.path");
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-nowarn", "-Xlint:none", "-d", classes.toString(), "-cp", before));
        sources.forEach(source -> arguments.add(folder.resolve(source).toString()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int result = compiler.run(null, null, null, arguments.toArray(new String[0]));
        if (result != 0) {
            throw new IOException(name + " does not compile");
        }
        return classes + System.getProperty("path.separator") + before;
    }
}
