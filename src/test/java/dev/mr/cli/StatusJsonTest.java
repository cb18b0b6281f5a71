package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.job.Change;
import dev.mr.store.SampleJob;
import dev.mr.store.SqliteStore;
import dev.mr.task.AttemptId;
import dev.mr.task.TaskId;
import dev.mr.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code status --json} of a job in a real database, and what its document says. */
class StatusJsonTest {
    private static final AttemptId WINNER = SampleJob.attempt(TaskId.map(0), 1);
    private static final AttemptId LOST = SampleJob.attempt(TaskId.map(1), 1);

    @TempDir
    private Path folder;

    @BeforeEach
    void a_job_with_a_winner_and_a_loss() throws Exception {
        JobDirectory directory = JobDirectory.at(folder);
        Files.createDirectories(directory.own());
        try (SqliteStore store = SqliteStore.openOrCreate(directory.database(), new LocalFileSystem(), "database-1")) {
            long epoch = store.create(SampleJob.job("job-1", 4, 2), SampleJob.DRIVER, SampleJob.NOW);
            List<Change> changes = new ArrayList<>();
            changes.add(SampleJob.joined(1));
            changes.addAll(SampleJob.leased(WINNER));
            changes.addAll(SampleJob.leased(LOST));
            store.commit(epoch, SampleJob.NOW + 10, changes);
            store.commit(
                    epoch,
                    SampleJob.NOW + 20,
                    List.of(
                            SampleJob.won(WINNER),
                            new Change.CounterSet("words", 11),
                            SampleJob.lost(LOST),
                            SampleJob.moved(LOST.task(), TaskState.LEASED, TaskState.PENDING)));
        }
    }

    private JsonObject status(String... more) {
        List<String> arguments = new ArrayList<>(List.of("status", "--dir", folder.toString(), "--json"));
        arguments.addAll(List.of(more));
        ProgramRun run = Workplace.driver(arguments.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).hasLineCount(1);
        return JsonParser.parseString(run.out()).getAsJsonObject();
    }

    @Test
    void the_status_has_exactly_the_fields_of_its_document() throws IOException {
        assertDocumented(status(), "`mr-driver status --json`");
    }

    @Test
    void the_status_of_a_task_has_exactly_the_fields_of_its_document() throws IOException {
        assertDocumented(status("--task", "map-1"), "`mr-driver status --task ID --json`");
    }

    static void assertDocumented(JsonObject object, String heading) throws IOException {
        Map<String, String> documented = FieldTable.documented(heading);
        Map<String, Set<String>> found = FieldTable.of(object);
        assertThat(found.keySet()).as(heading).isEqualTo(documented.keySet()).isNotEmpty();
        found.forEach((field, types) -> assertThat(FieldTable.allowed(documented.getOrDefault(field, "")))
                .as(field)
                .containsAll(types));
    }

    @Test
    void the_status_says_what_the_database_says() {
        JsonObject status = status();
        assertThat(status.get("job").getAsString()).isEqualTo("job-1");
        assertThat(status.get("state").getAsString()).isEqualTo("RUNNING");
        assertThat(status.get("started").getAsString()).isEqualTo("2023-11-14T22:13:20Z");
        assertThat(status.get("finished").isJsonNull()).isTrue();
        assertThat(status.get("output").isJsonNull()).isTrue();
        assertThat(status.getAsJsonObject("driver").get("alive").getAsBoolean()).isFalse();
        assertThat(status.getAsJsonObject("tasks").getAsJsonObject("map").toString())
                .isEqualTo("{\"total\":4,\"pending\":3,\"leased\":0,\"committed\":1,\"failed\":0}");
        assertThat(status.getAsJsonObject("attempts").toString())
                .isEqualTo("{\"started\":2,\"live\":0,\"backups\":0,\"won\":1,\"failed\":0,\"lost\":1,\"rejected\":0}");
        assertThat(status.getAsJsonArray("failures"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.toString())
                        .contains("\"task\":\"map-1\"", "\"state\":\"LOST\"", "\"kind\":\"WORKER_LOST\""));
        assertThat(status.getAsJsonObject("counters").get("words").getAsLong()).isEqualTo(11);
    }

    @Test
    void the_example_in_the_document_has_the_fields_it_documents() throws IOException {
        String document = Files.readString(Path.of("docs/status-json.md"));
        String example = document.substring(document.indexOf("```json") + 7);
        assertDocumented(
                JsonParser.parseString(example.substring(0, example.indexOf("```")))
                        .getAsJsonObject(),
                "`mr-driver status --json`");
    }
}
