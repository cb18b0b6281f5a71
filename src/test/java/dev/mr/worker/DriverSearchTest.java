package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a worker takes from the files that lead to its driver. */
class DriverSearchTest {
    private static final String TOKEN = "0123456789abcdef".repeat(4) + "\n";

    @TempDir
    private Path root;

    private JobDirectory directory;

    @BeforeEach
    void a_job_directory() throws IOException {
        directory = JobDirectory.at(root);
        Files.createDirectories(directory.own());
    }

    private static DriverSearch.Found look(@Nullable JobDirectory directory, WorkerOptions.@Nullable Endpoint endpoint)
            throws IOException {
        WorkerOptions options = new WorkerOptions(directory, endpoint, "1", 1, Duration.ofSeconds(60), false);
        return new DriverSearch(options, new LocalFileSystem()).look();
    }

    private DriverSearch.Found lookInDirectory() throws IOException {
        return look(directory, null);
    }

    private DriverSearch.Found lookByHand() throws IOException {
        return look(null, new WorkerOptions.Endpoint("127.0.0.1", 40_123, directory.token()));
    }

    private void driverListensAt(String address) throws IOException {
        driverOf("job-1", address);
    }

    private void driverOf(String job, String address) throws IOException {
        Files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess(job, Machine.startedMillis(), address, 1)
                        .content());
    }

    @Test
    void without_a_driver_or_its_token_it_waits() throws IOException {
        assertThat(lookInDirectory()).isInstanceOf(DriverSearch.Found.Nobody.class);
        assertThat(lookByHand()).isInstanceOf(DriverSearch.Found.Nobody.class);
        driverListensAt("127.0.0.1:40123");
        assertThat(lookInDirectory()).isInstanceOf(DriverSearch.Found.Nobody.class);
    }

    @Test
    void with_both_it_knows_where_to_attach() throws IOException {
        driverListensAt("127.0.0.1:40123");
        Files.writeString(directory.token(), TOKEN);
        assertThat(lookInDirectory()).isInstanceOfSatisfying(DriverSearch.Found.Driver.class, driver -> {
            assertThat(driver.address()).hasToString("127.0.0.1:40123");
            assertThat(driver.jobUuid()).isEqualTo("job-1");
        });
        assertThat(lookByHand()).isInstanceOf(DriverSearch.Found.Driver.class);
    }

    @ParameterizedTest
    @CsvSource({"'', 'is empty, expected 64 hexadecimal digits'", "secret, is not 64 hexadecimal digits"})
    void a_token_that_is_none_is_named_instead_of_waited_for(String content, String wrong) throws IOException {
        Files.writeString(directory.token(), content);
        driverListensAt("127.0.0.1:40123");
        assertThatThrownBy(this::lookInDirectory)
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.AUTHENTICATION))
                .hasMessage("the token file " + directory.token() + " " + wrong
                        + "; end the driver, and mr-driver resume --dir " + root + " makes a new one");
        assertThatThrownBy(this::lookByHand)
                .hasMessage("the token file " + directory.token() + " " + wrong
                        + "; name the .mr/token of the driver's job directory");
    }

    @Test
    void what_a_driver_that_only_starts_has_not_made_yet_is_not_judged() throws IOException {
        Files.writeString(directory.token(), "");
        assertThat(lookInDirectory()).isInstanceOf(DriverSearch.Found.Nobody.class);
        driverOf("", "");
        assertThat(lookInDirectory()).isInstanceOf(DriverSearch.Found.Nobody.class);
    }

    @Test
    void a_driver_inside_another_program_is_not_waited_for() throws IOException {
        driverListensAt("");
        assertThatThrownBy(this::lookInDirectory)
                .isInstanceOfSatisfying(
                        MrException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("is one of a Java program's own (pid " + Machine.pid())
                .hasMessageContaining("it needs no other workers");
    }
}
