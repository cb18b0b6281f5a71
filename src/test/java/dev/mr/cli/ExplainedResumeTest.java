package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mr.driver.Explanation;
import dev.mr.driver.Explanation.Action;
import dev.mr.driver.JobResume;
import dev.mr.task.ExitCode;
import dev.mr.task.TaskId;
import dev.mr.task.TaskKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainedResumeTest {
    private static final ExplainedResume SOME = of(
            "",
            new Explanation.Line(TaskId.map(0), Action.KEEP, ""),
            new Explanation.Line(TaskId.map(1), Action.HARVEST, "map-1 attempt 1 finished while no driver lived"),
            new Explanation.Line(new TaskId(TaskKind.REDUCE, 0), Action.RUN, ""));

    private static ExplainedResume of(String refusal, Explanation.Line... lines) {
        return new ExplainedResume(new JobResume.Explained(List.of(lines), refusal));
    }

    private static String print(ExplainedResume explained, boolean json) {
        StringWriter text = new StringWriter();
        explained.print(new PrintWriter(text), json);
        return text.toString();
    }

    @Test
    void each_task_has_a_line_and_the_end_counts_them() {
        assertThat(print(SOME, false).lines())
                .containsExactly(
                        "KEEP     map-0",
                        "HARVEST  map-1 because map-1 attempt 1 finished while no driver lived",
                        "RUN      reduce-0");
        assertThat(SOME.remarks()).containsExactly("3 tasks: 1 KEEP, 1 HARVEST, 1 RUN; nothing was changed");
        assertThat(SOME.exitCode()).isEqualTo(ExitCode.WOULD_RUN);
    }

    @Test
    void nothing_runs_where_all_is_kept_or_harvested() {
        ExplainedResume kept = of(
                "a.txt changed",
                new Explanation.Line(TaskId.map(0), Action.KEEP, ""),
                new Explanation.Line(TaskId.map(1), Action.HARVEST, "it is done"));
        assertThat(kept.remarks()).last().isEqualTo("a resume is refused as things are: a.txt changed");
        assertThat(kept.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void json_lines_have_the_documented_fields() throws Exception {
        for (String line : print(SOME, true).lines().toList()) {
            JsonObject object = JsonParser.parseString(line).getAsJsonObject();
            StatusJsonTest.assertDocumented(object, "`mr-driver resume --explain --json`");
        }
    }
}
