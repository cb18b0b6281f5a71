package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say on stderr: a log for each attempt, and counters. */
class CommandStderrTest {
    @TempDir
    Path folder;

    private StreamingRun job(String mapCommand) {
        return new StreamingRun(folder, mapCommand);
    }

    private String script(String text) throws Exception {
        return "sh '" + Files.writeString(folder.resolve("script.sh"), text) + "'";
    }

    @Test
    void each_attempt_that_says_something_has_a_log_of_it() throws Exception {
        StreamingRun job =
                job(script("cat; echo one $MR_INPUT_FILE >&2; printf two >&2")).byFile();
        job.task(
                new dev.mr.task.Split(job.input(new byte[0]), 0, 0),
                new dev.mr.task.Split(job.input(new byte[] {'x'}), 0, 1));
        job.reducedBy("sh -c 'cat; test $MR_PARTITION = 0 || echo three >&2'")
                .into(2)
                .run();

        assertThat(job.log("m-0.1"))
                .hasContent("one " + folder.resolve("input-0") + "\ntwoone " + folder.resolve("input-1") + "\ntwo");
        assertThat(job.log("r-1.1")).hasContent("three\n");
        assertThat(folder.resolve(".mr/logs")).isDirectoryNotContaining("glob:**/r-0*");
    }

    @Test
    void a_log_of_an_earlier_job_does_not_stay_under_a_quiet_attempt_s_name() throws Exception {
        StreamingRun job = job("cat").over("a\n");
        Files.createDirectories(folder.resolve(".mr/logs"));
        Files.writeString(job.log("m-0.1"), "of long ago");
        job.run();
        assertThat(job.log("m-0.1")).doesNotExist();
    }

    @Test
    void a_long_log_has_its_beginning_and_its_end_and_says_what_is_missing() throws Exception {
        int lines = 300_000;
        StreamingRun job = job(script(
                        "cat; awk 'BEGIN { for (i = 0; i < " + lines + "; i++) printf \"%09d\\n\", i }' >&2"))
                .over("a\n");
        job.run();

        StringBuilder said = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            said.append(String.format("%09d\n", i));
        }
        byte[] all = said.toString().getBytes(StandardCharsets.US_ASCII);
        int left = all.length - CommandLog.HEAD_BYTES - CommandLog.TAIL_BYTES;
        assertThat(Files.readString(job.log("m-0.1")))
                .isEqualTo(new String(Arrays.copyOf(all, CommandLog.HEAD_BYTES), StandardCharsets.US_ASCII)
                        + "\n... " + left + " bytes left out ...\n"
                        + new String(
                                Arrays.copyOfRange(all, all.length - CommandLog.TAIL_BYTES, all.length),
                                StandardCharsets.US_ASCII));
    }

    @Test
    void a_log_a_little_longer_than_its_beginning_is_whole() throws Exception {
        int bytes = CommandLog.HEAD_BYTES + 10;
        StreamingRun job = job(script("cat; head -c " + bytes + " /dev/zero | tr '\\0' z >&2"))
                .over("a\n");
        job.run();
        assertThat(job.log("m-0.1")).hasContent("z".repeat(bytes));
    }

    @Test
    void lines_that_count_are_counted_over_all_commands_and_not_kept() throws Exception {
        String count = script("""
                cat
                echo mr:counter seen 2 >&2
                echo text before >&2
                echo reporter:counter:My Group,bad lines,5 >&2
                echo mr:counter seen nothing >&2
                printf 'mr:counter seen 40\\nmr:counter last -1' >&2
                """);
        StreamingRun job = job(count).reducedBy(count).over("a\n").over("b\n");
        assertThat(job.run())
                .containsEntry("seen", 126L)
                .containsEntry("My_Group.bad_lines", 15L)
                .containsEntry("last", -3L);
        assertThat(job.log("m-1.1")).hasContent("text before\nmr:counter seen nothing\n");
    }

    @Test
    void a_line_that_begins_like_a_counter_and_goes_on_and_on_is_text() throws Exception {
        String longLine = "mr:counter " + "x".repeat(3 * CounterLine.MAX_BYTES);
        StreamingRun job = job(script("cat; echo " + longLine + " >&2; echo mr:counter fine 1 >&2"))
                .over("a\n");
        assertThat(job.run()).containsEntry("fine", 1L);
        assertThat(job.log("m-0.1")).hasContent(longLine + "\n");
    }

    @Test
    void counters_that_overflow_or_are_too_many_fail_the_attempt() throws Exception {
        job("sh -c 'cat; echo mr:counter a 9223372036854775807 >&2; echo mr:counter a 1 >&2'")
                .over("a\n")
                .assertFails()
                .hasMessageContaining("is not understood: its counter a overflows");
        job("sh -c 'cat; awk \"BEGIN { for (i = 0; i < 2000; i++) print \\\"mr:counter c\\\" i \\\" 1\\\" }\" >&2'")
                .over("a\n")
                .assertFails()
                .hasMessageContaining("it counts under more than 1000 names");
    }

    @Test
    void a_log_that_cannot_be_written_costs_the_attempt_nothing() throws Exception {
        Files.writeString(folder.resolve(".mr"), "in the way");
        assertThat(job("sh -c 'cat; echo hello >&2'").over("a\n").output()).isEqualTo("a\n");
    }
}
