package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mr.api.Mapper;
import dev.mr.api.Output;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import dev.mr.shuffle.CancelledException;
import dev.mr.shuffle.UserFailureException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that do not do their work: the attempt fails with a line that says why, and nothing of them is left. */
@Timeout(120)
class CommandFailuresTest {
    private static final byte[] THREE_MEGABYTES =
            "0123456789abcde\n".repeat(3 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private StreamingRun job(String mapCommand) {
        return new StreamingRun(folder, mapCommand);
    }

    /** Notes its pid, and has a child that would stay for long. */
    private String withChild(String then) throws Exception {
        Path script = Files.writeString(
                folder.resolve("child.sh"),
                "sleep 1000 &\necho $! >>" + folder + "/pids\necho $$ >>" + folder + "/pids\n" + "mv " + folder
                        + "/pids " + folder + "/noted\n" + then + "\n");
        return "sh '" + script + "'";
    }

    private void assertNobodyIsLeft() throws Exception {
        List<Long> noted = Files.readAllLines(folder.resolve("noted")).stream()
                .map(Long::parseLong)
                .toList();
        assertThat(noted).hasSize(2);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> noted.stream()
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .map(ProcessHandle::isAlive)
                                .orElse(false)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 3              | ended with exit code 3, and said nothing on stderr",
                "kill -9 $$          | was killed by signal KILL (exit code 137), and said nothing on stderr",
                "kill -TERM $$       | was killed by signal TERM (exit code 143), and said nothing on stderr",
                "exit 0              | ended with exit code 0, but had not read all its input, and said nothing on stderr",
                "exec <&-; sleep 100 | closed its input before it had read all of it, and said nothing on stderr",
                "exit 200            | ended with exit code 200"
            })
    void the_end_of_the_command_is_told(String end, String story) throws Exception {
        job("sh -c '" + end + "'")
                .over(THREE_MEGABYTES)
                .assertFails()
                .isInstanceOf(UserFailureException.class)
                .hasMessageStartingWith("map command `sh -c '" + end + "'` on " + folder.resolve("input-0")
                        + " from offset 0 " + story);
    }

    @Test
    void a_command_that_fails_after_it_has_read_everything_fails_its_attempt_too() throws Exception {
        job("sh -c 'cat; exit 1'").over("a\n").assertFails().hasMessageContaining("ended with exit code 1");
        job("cat")
                .reducedBy("sh -c 'cat; exit 7'")
                .over("a\n")
                .assertFails()
                .hasMessageStartingWith("reduce command `sh -c 'cat; exit 7'` ended with exit code 7");
    }

    @Test
    void the_last_lines_on_stderr_and_the_place_of_the_others_are_in_the_message() throws Exception {
        job("sh -c 'cat; for i in 1 2 3 4 5 6 7; do echo line $i >&2; done; echo >&2; exit 1'")
                .over("a\n")
                .assertFails()
                .hasMessageEndingWith(
                        "ended with exit code 1; last lines of stderr: line 3 | line 4 | line 5 | line 6 | line 7 (stderr is in "
                                + folder + "/.mr/logs/m-0.1.stderr)");
        job("sh -c 'cat; yes x | head -3000 | tr -d \"\\n\" >&2; printf end >&2; exit 1'")
                .over("a\n")
                .assertFails()
                .hasMessageContaining("exit code 1; last lines of stderr: ..." + "x".repeat(997) + "end (stderr");
    }

    @Test
    void a_command_that_cannot_be_started_is_told_with_the_place_it_was_looked_for() throws Exception {
        job("./no-such-command -x")
                .over("a\n")
                .assertFails()
                .hasMessageContaining("map command `./no-such-command -x` cannot be started in "
                        + Path.of("").toAbsolutePath() + ": No such file or directory");
        job("cat")
                .reducedBy("./no-such-command")
                .over("a\n")
                .assertFails()
                .hasMessageStartingWith("reduce command `./no-such-command` cannot be started");
    }

    @Test
    void a_failure_of_the_command_before_names_its_own_file() throws Exception {
        StreamingRun job = job("sh -c 'cat; exit 5'").byFile();
        job.task(
                new dev.mr.task.Split(job.input(new byte[] {'a'}), 0, 1),
                new dev.mr.task.Split(job.input(new byte[] {'b'}), 0, 1));
        job.assertFails().hasMessageContaining("` on " + folder.resolve("input-0") + " ended with exit code 5");
    }

    @Test
    void a_line_without_end_fails_the_attempt() throws Exception {
        job("sh -c 'cat; tr \"\\0\" x </dev/zero'")
                .over("a\n")
                .assertFails()
                .hasMessageContaining("wrote a line of more than 67108864 bytes");
    }

    @Test
    void its_children_die_with_a_command_that_closed_its_input() throws Exception {
        job(withChild("exec <&-\nwait")).over(THREE_MEGABYTES).assertFails().hasMessageContaining("closed its input");
        assertNobodyIsLeft();
    }

    @Test
    void a_cancelled_attempt_leaves_no_process() throws Exception {
        StreamingRun job = job(withChild("exec cat")).over(THREE_MEGABYTES);
        job.around = mapper -> new Mapper() {
            @Override
            public void open(TaskContext task) throws Exception {
                mapper.open(task);
            }

            @Override
            public void map(Slice record, Output out) throws Exception {
                mapper.map(record, out);
                Awaitility.await().until(() -> Files.exists(folder.resolve("noted")));
                job.progress.cancel();
            }
        };
        job.assertFails().isInstanceOf(CancelledException.class);
        assertNobodyIsLeft();
    }

    @Test
    void a_thread_that_is_interrupted_while_it_waits_for_a_command_ends_it() throws Exception {
        StreamingRun job = job(withChild("cat >/dev/null\nwait")).over("a\n");
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                job.run();
                end.complete(null);
            } catch (Exception failure) {
                end.completeExceptionally(failure);
            }
        });
        thread.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve("noted")));

        thread.interrupt();

        assertThatThrownBy(end::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasRootCauseInstanceOf(InterruptedException.class);
        assertNobodyIsLeft();
    }
}
