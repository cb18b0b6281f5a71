package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchivesTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void record() throws IOException {
        Files.createFile(folder.resolve("mr-worker.jsa"));
    }

    @Test
    void a_worker_uses_the_archive_that_was_recorded_and_does_not_speak_of_it() {
        assertThat(ClassArchives.options(folder.toString(), 17, List.of("-Xmx256m")))
                .containsExactly("-XX:SharedArchiveFile=" + folder.resolve("mr-worker.jsa"), "-Xlog:cds*=off");
        assertThat(ClassArchives.options(folder.toString(), 25, List.of())).contains("-Xlog:aot*=off");
    }

    @Test
    void what_the_user_says_of_archives_counts_alone() {
        assertThat(ClassArchives.options(folder.toString(), 17, List.of("-XX:ArchiveClassesAtExit=a.jsa")))
                .isEmpty();
        assertThat(ClassArchives.options(folder.toString(), 17, List.of("-Xshare:off")))
                .isEmpty();
    }

    @Test
    void where_none_was_recorded_none_is_used() throws IOException {
        assertThat(ClassArchives.options("", 17, List.of())).isEmpty();
        Files.delete(folder.resolve("mr-worker.jsa"));
        assertThat(ClassArchives.options(folder.toString(), 17, List.of())).isEmpty();
    }
}
