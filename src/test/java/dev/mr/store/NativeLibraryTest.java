package dev.mr.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** How it is told that SQLite's native library cannot be had; that it is told once is shown by whole programs. */
class NativeLibraryTest {
    private static void assertTold(Throwable cause, ExitCode code, String... words) {
        MrException told = SqliteErrors.noNativeLibrary(cause);
        assertThat(told.exitCode()).isEqualTo(code);
        assertThat(told.line()).startsWith("SQLite's native library cannot be").contains(words);
    }

    @Test
    void a_place_of_no_use_is_to_be_replaced_by_another() {
        String other = "name a writable directory that allows execution with -Dorg.sqlite.tmpdir=DIR";
        assertTold(new NoSuchFileException("/tmp/mr"), ExitCode.USAGE, "(/tmp/mr: no such file)", other);
        assertTold(
                new UnsatisfiedLinkError("/tmp/lib.so: failed to map segment\nand more"),
                ExitCode.USAGE,
                "(/tmp/lib.so: failed to map segment)",
                other);
        assertTold(new IOException("No space left on device"), ExitCode.USAGE, "(No space left on device)", other);
    }

    @Test
    void a_machine_that_lets_nothing_be_opened_is_not_taken_for_a_place_of_no_use() {
        String raise = "raise the limit of open files (ulimit -n) and run this again";
        assertTold(new FileSystemException("/tmp/lib.so", null, "Too many open files"), ExitCode.ENVIRONMENT, raise);
        assertTold(
                new UnsatisfiedLinkError("/tmp/lib.so: cannot open shared object file: Too many open files"),
                ExitCode.ENVIRONMENT,
                raise);
    }
}
