package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.FileSystem;
import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.OwnerFile;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose directory it is. */
class TenancyTest {
    @TempDir
    Path root;

    private final FileSystem files = new LocalFileSystem();

    private JobDirectory directory() {
        return JobDirectory.at(root.resolve("job"));
    }

    private JobDirectory withState(String state) {
        return new JobDirectory(directory().root(), root.resolve(state));
    }

    private Tenancy tenancy(JobDirectory directory) {
        return new Tenancy(directory, files);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            ExitCode exitCode, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        MrException.class,
                        refusal -> assertThat(refusal.exitCode()).isEqualTo(exitCode));
    }

    private void owns(JobDirectory directory, String uuid) throws IOException {
        files.ensureDirectories(directory.own());
        tenancy(directory).own(uuid);
    }

    @Test
    void a_directory_that_does_not_exist_or_is_empty_may_be_used_and_is_not_touched() throws IOException {
        tenancy(directory()).checkBeforeStart();
        assertThat(directory().root()).doesNotExist();
        Files.createDirectories(directory().output());
        Files.createDirectories(directory().intermediate());
        tenancy(directory()).checkBeforeStart();
        assertThat(directory().own()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "intermediate"})
    void results_that_nobody_here_made_are_refused_and_nothing_is_created(String folder) throws IOException {
        Path results = Files.createDirectories(directory().root().resolve(folder));
        Files.writeString(results.resolve("thesis.txt"), "years of work");
        assertRefused(ExitCode.USAGE, () -> tenancy(directory()).checkBeforeStart())
                .hasMessage(results + " holds files that no job of this directory made; move them away or choose"
                        + " another --dir");
        assertThat(files.list(directory().root())).isEqualTo(List.of(results));
    }

    @Test
    void a_file_where_results_belong_is_refused() throws IOException {
        Files.createDirectories(directory().root());
        Files.writeString(directory().output(), "a file");
        assertRefused(ExitCode.USAGE, () -> tenancy(directory()).checkBeforeStart());
    }

    @Test
    void results_beside_our_database_are_ours() throws IOException {
        Files.createDirectories(directory().own());
        Files.writeString(directory().database(), "");
        Files.writeString(Files.createDirectories(directory().output()).resolve("out-0"), "a 1\n");
        tenancy(directory()).checkBeforeStart();
    }

    @Test
    void a_directory_of_another_database_is_refused_by_name() throws IOException {
        owns(directory(), "database-1");
        tenancy(directory()).checkOwner();
        assertRefused(ExitCode.OTHER_DRIVER, () -> tenancy(withState("state")).checkOwner())
                .hasMessage(directory().root() + " belongs to another database, the one in "
                        + directory().own() + ", not to the one in " + root.resolve("state")
                        + "; choose another --dir or --state-dir");
    }

    @Test
    void a_directory_whose_database_lies_elsewhere_is_refused_without_it() throws IOException {
        owns(withState("state"), "database-1");
        tenancy(withState("state")).checkOwner();
        assertRefused(ExitCode.OTHER_DRIVER, () -> tenancy(directory()).checkOwner());
        assertRefused(ExitCode.OTHER_DRIVER, () -> tenancy(withState("other")).checkOwner());
    }

    @Test
    void what_is_said_of_the_owner_is_not_said_again() throws IOException {
        owns(directory(), "database-1");
        tenancy(directory()).own("database-2");
        tenancy(directory()).checkDatabase("database-1");
    }

    @Test
    void the_same_path_on_another_host_is_another_database() throws IOException {
        files.ensureDirectories(directory().own());
        files.write(
                directory().owner(),
                new OwnerFile(1, "another-host", root.resolve("state").toString(), "database-1").content());
        assertRefused(ExitCode.OTHER_DRIVER, () -> tenancy(withState("state")).checkOwner())
                .hasMessageContaining("on another-host");
    }

    @Test
    void a_database_that_is_not_the_one_named_by_the_owner_file_is_refused() throws IOException {
        tenancy(directory()).checkDatabase("any, since there is no owner yet");
        owns(directory(), "database-1");
        tenancy(directory()).checkDatabase("database-1");
        assertRefused(ExitCode.STATE_UNUSABLE, () -> tenancy(directory()).checkDatabase("database-2"))
                .hasMessage(directory().database() + " is database database-2, but "
                        + directory().owner() + " names database-1; put the right job.db back or choose another --dir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs4", "CIFS", "fuse.sshfs"})
    void a_database_on_a_network_file_system_is_refused_and_told_where_else(String type) {
        FileSystem network = new ForwardingFileSystem(files) {
            @Override
            public Space space(Path path) {
                return new Space(1, 1, type);
            }
        };
        assertRefused(ExitCode.USAGE, () -> new Tenancy(directory(), network).checkBeforeStart())
                .hasMessageContaining("keep the database on a local disk with --state-dir DIR");
    }
}
