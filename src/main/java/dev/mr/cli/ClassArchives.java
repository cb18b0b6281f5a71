package dev.mr.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classes of the programs as the JVM keeps them for a quick start, where tools/class-archives.sh has recorded them for this
 * JDK. What tools/launch.sh does for the program it starts, a driver does for its workers.
 */
final class ClassArchives {
    /** The folder, said by the launcher; nothing where there is none. */
    private static final String FOLDER = "mr.class.archives";

    private ClassArchives() {}

    /** What a worker's JVM is told besides these options; an archive that does not fit is passed over without a word. */
    static List<String> optionsForWorker(List<String> given) {
        return options(System.getProperty(FOLDER, ""), Runtime.version().feature(), given);
    }

    static List<String> options(String folder, int javaVersion, List<String> given) {
        boolean chosen = given.stream().anyMatch(option -> option.contains("Archive") || option.startsWith("-Xshare"));
        if (folder.isEmpty() || chosen) {
            return List.of();
        }
        Path archive = Path.of(folder, MrWorker.NAME + ".jsa");
        if (!Files.isReadable(archive)) {
            return List.of();
        }
        List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off"));
        if (javaVersion >= 24) {
            options.add("-Xlog:aot*=off");
        }
        return options;
    }
}
