package dev.mr.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program's user has no command line to type at. */
class WordingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "map-0 attempt 4 failed: x (4 of 4 attempts spent; then: mr-driver resume --dir /a b/c --retry-failed)"
                        + "|map-0 attempt 4 failed: x (4 of 4 attempts spent; then: run it again with retryFailed())",
                "free the resource, then: mr-driver resume --dir /a b/c|free the resource, then: run it again",
                "restore it and run mr-driver resume --dir /a, or begin again in another --dir"
                        + "|restore it and run it again, or begin again in another directory",
                "job j in /a is not finished (RUNNING); use resume: mr-driver resume --dir /a"
                        + "|job j in /a is not finished (RUNNING); run it again",
                "put it back, then: mr-driver resume --dir /a; or give the job up: delete /a/.mr"
                        + "|put it back, then: run it again; or give the job up: delete /a/.mr",
                "say --force, or choose another --dir|say replaceFinished(), or choose another directory",
                "--dir /a is not replaced by --force because|directory /a is not replaced by replaceFinished() because",
                "keep the database on a local disk with --state-dir DIR|keep the database on a local disk",
                "64 MiB are wanted (--min-free); free some space, then: mr-driver resume --dir /a"
                        + "|64 MiB are wanted; free some space, then: run it again",
                "nothing of a command line|nothing of a command line"
            })
    void advice_for_the_command_line_becomes_advice_for_the_program(String line, String expected) {
        assertThat(Wording.forProgram(line)).isEqualTo(expected);
    }
}
