package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder in which command lines are tried. */
record Workplace(Path folder) {
    String path(String name) {
        return folder.resolve(name).toString();
    }

    void file(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, content);
    }

    /** Every path below the folder, folders with a slash behind. */
    List<String> tree() {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.map(path -> path + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ProgramRun driver(String... arguments) {
        return ProgramRun.of(MrDriver.NAME, new MrDriver(), arguments);
    }

    static ProgramRun worker(String... arguments) {
        return ProgramRun.of(MrWorker.NAME, new MrWorker(), arguments);
    }

    /** Exit 2, one line on stderr, nothing on stdout. */
    static void assertRefused(ProgramRun run, String... phrases) {
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err()).startsWith("mr-").endsWith("\n").contains(phrases);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    /** {@link #assertRefused}, and the folder is as it was. */
    void assertDriverRefused(List<String> arguments, String... phrases) {
        List<String> before = tree();
        assertRefused(driver(arguments.toArray(String[]::new)), phrases);
        assertThat(tree()).isEqualTo(before);
    }
}
