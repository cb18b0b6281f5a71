package dev.mr.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.shuffle.UserFailureException;
import dev.mr.task.InputFile;
import dev.mr.task.Split;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that end with exit code 0 and have, or have not, read all their input. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class UnreadInputTest {
    private static final String TWO_THOUSAND = lines(2_000);
    private static final String UNREAD = "ended with exit code 0, but had not read all its input";

    @TempDir
    Path folder;

    private static String lines(int lines) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(i).append('\n');
        }
        return text.toString();
    }

    private StreamingRun job(String mapCommand) throws Exception {
        return new StreamingRun(Files.createTempDirectory(folder, "job"), mapCommand);
    }

    private String script(String text) throws Exception {
        return "sh '" + Files.writeString(Files.createTempFile(folder, "script", ".sh"), text) + "'";
    }

    private void assertMapFails(String command, String input, String story) throws Exception {
        job(command)
                .over(input)
                .assertFails()
                .as("%s over %s bytes", command, input.length())
                .isInstanceOf(UserFailureException.class)
                .hasMessageContaining(story);
    }

    @Test
    void a_reduce_command_that_reads_only_the_beginning_fails() throws Exception {
        job("cat")
                .reducedBy("head -1")
                .over(TWO_THOUSAND)
                .assertFails()
                .isInstanceOf(UserFailureException.class)
                .hasMessageStartingWith("reduce command `head -1` " + UNREAD + " (");
    }

    @RepeatedTest(100)
    void a_command_that_ends_at_once_fails_over_a_few_bytes() throws Exception {
        assertMapFails("true", "a\n", UNREAD);
    }

    @RepeatedTest(100)
    void a_command_that_leaves_a_few_bytes_fails_with_their_number() throws Exception {
        assertMapFails("dd bs=1 count=3 status=none", "abcdef\n", "4 bytes were left)");
    }

    @RepeatedTest(20)
    void a_command_that_closes_a_few_bytes_and_lives_on_fails_at_its_end() throws Exception {
        assertMapFails("sh -c 'exec 0<&-; sleep 0.2; echo x'", "a\n", "input");
    }

    @RepeatedTest(20)
    void what_is_read_to_its_last_byte_succeeds() throws Exception {
        assertThat(job("cat").reducedBy("wc -l").over("a\nb").output().strip()).isEqualTo("2");
        assertThat(job("dd bs=1 count=4 status=none").over("abc\n").output()).isEqualTo("abc\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 100_000, 131_072, 131_073, 196_608, 1_000_000})
    void inputs_of_all_sizes_are_told_from_each_other(int bytes) throws Exception {
        String input = "x".repeat(bytes - 1) + "\n";
        assertThat(job("wc -c").over(input).output().strip()).isEqualTo(Integer.toString(bytes));
        assertMapFails("true", input, UNREAD);
        assertMapFails("sh -c 'exec 0<&-; sleep 0.2; echo x'", input, "input");
        if (bytes > 1) {
            String allButOne = "sh -c 'head -c " + (bytes - 1) + " | wc -c'";
            // What the pipe cannot hold at once may still wait to be written when the command has ended: then nobody
            // knows the number.
            assertMapFails(allButOne, input, bytes > 65_536 ? UNREAD : "1 byte was left)");
        }
        if (bytes > 65_536) {
            assertMapFails("head -c 10000", input, UNREAD);
            assertMapFails("sh -c 'head -c 10000; sleep 0.2'", input, "input");
        }
    }

    @Test
    void a_command_with_nothing_to_read_need_not_read() throws Exception {
        StreamingRun files = job("sh -c 'echo one'").byFile();
        InputFile empty = files.input(new byte[0]);
        assertThat(files.task(new Split(empty, 0, 0)).output()).isEqualTo("one\n");

        assertThat(job("cat").reducedBy("echo footer").over("").output()).isEqualTo("footer\n");
        assertThat(job("sh -c 'cat >/dev/null'").reducedBy("true").over("a\n").output())
                .isEmpty();
    }

    @Test
    void a_command_whose_child_reads_its_input_is_done_when_the_child_is() throws Exception {
        for (String input : List.of("a\n", lines(100_000))) {
            String waited = script("exec 3<&0\n{ sleep 0.1; cat; } <&3 &\nexec 0<&- 3<&-\nwait\n");
            String output = job(waited).reducedBy("wc -l").over(input).output();
            assertThat(output.strip()).isEqualTo(Long.toString(input.lines().count()));
            assertMapFails(script("exec 3<&0\n{ sleep 0.1; head -c 1; } <&3 &\nwait\n"), input, UNREAD);
        }
    }

    @Test
    void a_command_that_reads_no_more_and_fails_is_told_by_its_exit_code() throws Exception {
        for (String input : List.of("a\n", lines(9_000), lines(100_000))) {
            assertMapFails("sh -c 'head -c 1; exit 3'", input, "ended with exit code 3");
        }
    }

    @Test
    void many_commands_leave_no_stream_open() throws Exception {
        StreamingRun job = job("sh -c 'cat >/dev/null'").byFile();
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int bytes = i % 3 * 70_000;
            splits.add(new Split(job.input("x".repeat(bytes).getBytes(StandardCharsets.US_ASCII)), 0, bytes));
        }
        job.task(splits.toArray(Split[]::new));
        long before = openStreams();

        job.run();

        assertThat(openStreams()).isLessThan(before + 30);
    }

    private static long openStreams() throws Exception {
        try (Stream<Path> streams = Files.list(Path.of("/proc/self/fd"))) {
            return streams.count();
        }
    }
}
