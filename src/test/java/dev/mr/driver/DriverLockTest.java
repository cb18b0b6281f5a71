package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mr.files.DriverFile;
import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One driver a directory. */
class DriverLockTest {
    private static final Path LOCKS = Path.of("/proc/locks");

    @TempDir
    Path root;

    private final FileSystem files = new LocalFileSystem();
    private JobDirectory directory;

    @BeforeEach
    void given_a_directory() throws IOException {
        directory = JobDirectory.at(root);
        Files.createDirectories(directory.state());
    }

    private boolean isLocked() throws IOException {
        String inode = ":" + files.facts(directory.lock()).orElseThrow().inode() + " ";
        return Files.readAllLines(LOCKS).stream().anyMatch(line -> line.contains(inode));
    }

    @Test
    void a_second_driver_is_refused_and_told_who_the_first_is() throws IOException {
        try (DriverLock first = DriverLock.take(directory, files)) {
            assertThatThrownBy(() -> DriverLock.take(directory, files))
                    .isInstanceOfSatisfying(
                            MrException.class,
                            refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.OTHER_DRIVER))
                    .hasMessage(root + " is driven by another driver that is just starting; wait for it or end it,"
                            + " then: mr-driver resume --dir " + root);
            files.write(
                    directory.driverJson(),
                    DriverFile.ofThisProcess("job-1", Machine.startedMillis(), "localhost:4711", 1)
                            .content());
            assertThatThrownBy(() -> DriverLock.take(directory, files))
                    .hasMessageContaining(
                            "is driven by pid " + Machine.pid() + " on " + Machine.host() + " at localhost:4711");
        }
    }

    @Test
    void a_refused_driver_does_not_take_the_lock_from_the_one_that_holds_it() throws IOException {
        assumeTrue(Files.isReadable(LOCKS));
        try (DriverLock first = DriverLock.take(directory, files)) {
            assumeTrue(isLocked());
            assertThatThrownBy(() -> DriverLock.take(directory, files)).isInstanceOf(MrException.class);
            assertThat(isLocked()).isTrue();
        }
        assertThat(isLocked()).isFalse();
    }

    @Test
    void the_same_directory_by_another_name_is_the_same_directory() throws IOException {
        Path alias = Files.createSymbolicLink(root.resolve("alias"), directory.state());
        try (DriverLock first = DriverLock.take(directory, files)) {
            JobDirectory same = new JobDirectory(root, alias);
            assertThatThrownBy(() -> DriverLock.take(same, files)).isInstanceOf(MrException.class);
        }
    }

    @Test
    void the_next_driver_takes_the_lock_when_the_first_has_ended() throws IOException {
        DriverLock.take(directory, files).close();
        DriverLock.take(directory, files).close();
    }

    @Test
    void a_driver_that_is_gone_is_not_named() throws IOException {
        files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess("job-1", Machine.startedMillis() - 3_600_000, "localhost:4711", 1)
                        .content());
        try (DriverLock first = DriverLock.take(directory, files)) {
            assertThatThrownBy(() -> DriverLock.take(directory, files)).hasMessageContaining("just starting");
        }
    }
}
