package dev.mr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.files.ForwardingFileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.AttemptId;
import dev.mr.task.DriverMessage;
import dev.mr.task.JobSpecs;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import dev.mr.task.Work;
import dev.mr.task.WorkerMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files a map attempt makes: its buckets, and one that is its note first and its RECEIPT at the end. */
class TaskFilesTest {
    private static final AttemptId ATTEMPT = new AttemptId(TaskId.map(0), 1, 7);

    @TempDir
    private Path root;

    @Test
    void the_note_of_a_map_attempt_becomes_its_receipt() throws Exception {
        JobDirectory directory = JobDirectory.at(root);
        Files.createDirectories(directory.attempts());
        List<Object> inodes = new ArrayList<>();
        TaskExecution task = new TaskExecution(
                new DriverMessage.Assign(ATTEMPT, "", JobSpecs.of("wordcount", 1, 2), new Work.MapWork(List.of())),
                directory,
                new ForwardingFileSystem(new LocalFileSystem()) {
                    @Override
                    public void write(Path file, byte[] content, Path temporary) throws IOException {
                        inodes.add(Files.getAttribute(temporary, "unix:ino"));
                        super.write(file, content, temporary);
                    }
                },
                new LoadedJobs(new LocalFileSystem()),
                (attempt, thrown) -> {});
        assertThat(task.run()).get().isInstanceOf(WorkerMessage.Succeeded.class);
        assertThat(new LocalFileSystem().list(directory.attempt(ATTEMPT)))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("RECEIPT", "mr-0-0", "mr-0-1");
        assertThat(inodes).containsExactly(Files.getAttribute(directory.receipt(ATTEMPT), "unix:ino"));
        assertThat(RecordNote.parse(Files.readAllBytes(directory.receipt(ATTEMPT))))
                .isEmpty();
    }
}
