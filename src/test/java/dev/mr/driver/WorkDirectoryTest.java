package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkDirectoryTest {
    private static final AttemptId ATTEMPT = new AttemptId(TaskId.reduce(17), 2, -1);

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"", "jobs/a"})
    void work_lies_in_the_folder_of_its_job(String folder) throws Exception {
        Path own = Files.createDirectories(root.resolve(folder).resolve(".mr"));
        String name = directory().save(folder, ATTEMPT, new byte[] {1, 2});
        assertThat(name).isEqualTo("work-r-17.2-ffffffffffffffff");
        assertThat(own.resolve(name)).hasBinaryContent(new byte[] {1, 2});
        assertThat(own).isDirectoryNotContaining(path -> !path.endsWith(name));
    }

    @Test
    void a_job_that_has_no_folder_gets_none() {
        assertThatThrownBy(() -> directory().save("jobs/a", ATTEMPT, new byte[1]))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(root).isEmptyDirectory();
    }

    private WorkDirectory directory() {
        return new WorkDirectory(JobDirectory.at(root), new LocalFileSystem());
    }
}
