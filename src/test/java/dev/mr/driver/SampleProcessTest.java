package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.files.BoundedLog;
import dev.mr.files.JobDirectory;
import dev.mr.task.ExitCode;
import dev.mr.task.FailureKind;
import dev.mr.task.JobSpec;
import dev.mr.task.JobSpecs;
import dev.mr.task.MrException;
import dev.mr.task.RecordNote;
import dev.mr.task.SampleAnswer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that samples is a shell here, whose folder is its {@code $0}. */
class SampleProcessTest {
    @TempDir
    Path root;

    private final AtomicBoolean stopping = new AtomicBoolean();
    private Duration longest = Duration.ofMinutes(5);
    private Path folder;
    private Path log;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(root.resolve(".mr/sample-1"));
        log = root.resolve(".mr/logs/sample.log");
    }

    private List<String> points(String script) throws IOException {
        return new SampleProcess(
                        DriverSite.at(JobDirectory.at(root)), List.of("/bin/sh", "-c", script), longest, stopping::get)
                .points(
                        JobSpecs.wordCount(1, 2),
                        folder,
                        "the request".getBytes(StandardCharsets.UTF_8),
                        i -> "/data/input-" + i);
    }

    private void assertFails(String script, ExitCode exitCode, String message) {
        assertThatThrownBy(() -> points(script))
                .isInstanceOfSatisfying(
                        MrException.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
                .hasMessage(message);
    }

    private void answer(SampleAnswer answer) throws IOException {
        Files.write(root.resolve("prepared"), answer.format());
    }

    private String answering() {
        return "test \"$(cat $0/request)\" = 'the request' && cp " + root.resolve("prepared") + " $0/answer";
    }

    @Test
    void it_finds_its_request_and_its_answer_is_taken() throws Exception {
        answer(SampleAnswer.ofPoints(List.of("61", "62")));
        assertThat(points(answering())).containsExactly("61", "62");
        assertThat(log).doesNotExist();
    }

    @Test
    void its_end_without_an_answer_is_told_with_the_record_it_was_on_and_its_log() throws Exception {
        ByteBuffer note = ByteBuffer.allocate(RecordNote.BYTES);
        RecordNote.put(note, 3, 77, 10, 0);
        Files.write(folder.resolve(RecordNote.FILE_NAME), note.array());
        assertFails(
                "echo words; exit 3",
                ExitCode.JOB_FAILED,
                "job wordcount is not started: sampling its keys (partitioner range) failed: the process that called its"
                        + " map function ended with exit code 3 (last in input /data/input-3 at offset 77); log: " + log
                        + "; nothing is stored, start again when it is mended");
        assertThat(log).hasContent("words\n");
    }

    @Test
    void its_death_by_a_signal_is_told() {
        assertFails(
                "kill -9 $$",
                ExitCode.JOB_FAILED,
                "job wordcount is not started: sampling its keys (partitioner range) failed: the process that called its"
                        + " map function was killed by signal 9 (exit code 137), which is also how it ends when its heap"
                        + " is full (MR_WORKER_OPTS=-Xmx1g gives it more); nothing is stored, start again when it is"
                        + " mended");
    }

    @Test
    void the_kind_of_a_failure_decides_the_exit_code() throws Exception {
        for (var expected : List.of(
                Map.entry(FailureKind.USER, ExitCode.JOB_FAILED),
                Map.entry(FailureKind.INPUT_CHANGED, ExitCode.INPUT_CHANGED),
                Map.entry(FailureKind.RESOURCE, ExitCode.ENVIRONMENT),
                Map.entry(FailureKind.EXTERNAL, ExitCode.ENVIRONMENT))) {
            answer(SampleAnswer.ofFailure(expected.getKey(), "this and that"));
            assertFails(
                    answering(),
                    expected.getValue(),
                    "job wordcount is not started: sampling its keys (partitioner range) failed: this and that; nothing"
                            + " is stored, start again when it is mended");
        }
    }

    @Test
    void a_damaged_answer_is_not_believed() {
        assertThatThrownBy(() -> points("echo points >$0/answer"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answer");
    }

    @Test
    void of_very_much_that_it_prints_little_is_kept_and_who_keeps_its_output_open_holds_up_nobody() throws Exception {
        answer(SampleAnswer.ofPoints(List.of()));
        assertThat(points("head -c 30000000 /dev/zero; (exec 0</dev/null; sleep 15) & " + answering()))
                .isEmpty();
        assertThat(Files.size(log))
                .isBetween((long) BoundedLog.HEAD_BYTES, BoundedLog.HEAD_BYTES + 2L * BoundedLog.TAIL_BYTES);
    }

    @Test
    void one_that_takes_too_long_is_ended_with_what_it_began_and_that_is_told_in_one_line() throws Exception {
        longest = Duration.ofSeconds(1);
        Path pids = root.resolve("pids");
        assertFails(
                "echo words; sleep 60 & printf '%s\\n' $! $$ >" + pids + "; wait",
                ExitCode.JOB_FAILED,
                "job wordcount is not started: sampling its keys took longer than 1 s; name another --partitioner, or a"
                        + " quicker job; log: " + log);
        for (String pid : Files.readAllLines(pids)) {
            Awaitility.await()
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
    }

    @Test
    void an_answer_that_was_there_before_the_time_ran_out_counts() throws Exception {
        longest = Duration.ofSeconds(1);
        answer(SampleAnswer.ofPoints(List.of("61")));
        assertThat(points(answering() + " && exec sleep 60")).containsExactly("61");
    }

    @Test
    void where_nobody_else_waits_it_may_take_the_time_of_a_task_and_a_minute_to_tell_about_it() {
        JobSpec spec = JobSpecs.wordCount(1, 2);
        assertThat(SampleProcess.unhurried(spec))
                .isEqualTo(spec.rules().taskTimeout().plusMinutes(1));
    }

    @Test
    void a_driver_that_is_told_to_stop_ends_it() {
        stopping.set(true);
        assertFails("cat", ExitCode.ENVIRONMENT, "stopped while keys were sampled; nothing is stored, start again");
    }
}
