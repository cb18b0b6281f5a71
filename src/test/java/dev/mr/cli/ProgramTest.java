package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

class ProgramTest {
    @Command(footer = "mr-sample --colour red")
    static final class Sample implements Callable<Integer> {
        enum Colour {
            RED,
            BLUE;

            @Override
            public String toString() {
                return this == RED ? "red" : "blue";
            }
        }

        @Spec
        private CommandSpec spec;

        @Option(names = "--colour", defaultValue = "red", description = "${COMPLETION-CANDIDATES}")
        private Colour colour;

        @Option(names = "--lease", defaultValue = "10s", converter = DurationOption.class)
        private Duration lease;

        @Option(names = "--fail", defaultValue = "")
        private String fail;

        @Override
        public Integer call() throws IOException {
            switch (fail) {
                case "known" -> throw new MrException(ExitCode.ENVIRONMENT, "disk is full;\nfree some");
                case "permission" -> throw new AccessDeniedException("/data/job");
                case "disk" -> throw new UncheckedIOException(new IOException("No space left on device"));
                case "class" ->
                    throw new ExceptionInInitializerError(new IOException("/lib/jars: Too many open files"));
                case "bug" -> throw new IllegalStateException("impossible");
                case "error" -> throw new StackOverflowError();
                default -> spec.commandLine().getOut().println(colour + " " + lease);
            }
            return ExitCode.DONE.code();
        }
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of("mr-sample", new Sample(), arguments);
    }

    @Test
    void a_command_prints_on_stdout_and_ends_with_its_code() {
        assertThat(run("--colour", "blue", "--lease=2m")).isEqualTo(new ProgramRun(0, "blue PT2M\n", ""));
    }

    @Test
    void an_unknown_option_is_one_line_that_suggests_the_right_one() {
        assertThat(run("--color=red"))
                .isEqualTo(new ProgramRun(
                        2,
                        "",
                        "mr-sample: Unknown option: '--color=red', did you mean --colour?; see mr-sample --help\n"));
    }

    @Test
    void all_mistakes_are_told_in_one_line() {
        ProgramRun run = run("--lease=soon", "--colour=green");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err())
                .contains("\"soon\" is not a duration", "; ", "\"green\" is unknown; expected red or blue");
    }

    @Test
    void a_known_error_is_its_own_line_and_code_and_line_breaks_in_it_are_escaped() {
        assertThat(run("--fail=known")).isEqualTo(new ProgramRun(4, "", "mr-sample: disk is full;\\nfree some\n"));
    }

    @Test
    void an_i_o_error_is_told_in_words_with_its_own_next_step() {
        String then = ", then run this again (what a job has committed is kept: mr-driver resume)\n";
        assertThat(run("--fail=permission"))
                .isEqualTo(new ProgramRun(
                        4, "", "mr-sample: cannot use /data/job: permission denied; get permission for it" + then));
        assertThat(run("--fail=disk"))
                .isEqualTo(new ProgramRun(4, "", "mr-sample: No space left on device; free space" + then));
    }

    @Test
    void an_error_of_the_jvm_for_want_of_open_files_is_one_of_the_machine() {
        ProgramRun run = run("--fail=class");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .startsWith(
                        "mr-sample: /lib/jars: Too many open files; raise the limit of open files (ulimit -n), then");
    }

    @Test
    void any_other_exception_is_an_internal_error() {
        ProgramRun run = run("--fail=bug");
        assertThat(run.code()).isEqualTo(8);
        assertThat(run.err()).startsWith("mr-sample: internal error: ").contains("impossible");
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run("--fail=error").code()).isEqualTo(8);
    }

    @Test
    void a_stack_trace_is_shown_only_when_asked_for() {
        assertThat(run("--fail=bug", "--verbose").err()).contains("\tat dev.mr.cli.ProgramTest");
    }

    @Test
    void help_has_the_examples_and_no_colours_and_matters_more_than_a_mistake() {
        ProgramRun run = run("--help", "--nonsense");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("mr-sample --colour red", "red, blue").doesNotContain("\u001b");
    }

    @Test
    void a_reader_who_has_had_enough_is_no_error_and_a_full_disk_is() {
        for (String arguments : new String[] {"--colour=red", "--help", "--version"}) {
            assertThat(ProgramRun.withClosedOutput("mr-sample", new Sample(), arguments))
                    .isEqualTo(new ProgramRun(0, "", ""));
            ProgramRun full =
                    ProgramRun.withOutputThatFails("No space left on device", "mr-sample", new Sample(), arguments);
            assertThat(full.code()).isEqualTo(4);
            assertThat(full.err()).startsWith("mr-sample: standard output could not be written");
        }
        assertThat(ProgramRun.withClosedOutput("mr-sample", new Sample(), "--fail=known")
                        .code())
                .isEqualTo(4);
    }

    @Test
    void the_version_names_the_program() {
        assertThat(run("--version").out()).matches("mr-sample \\d+\\.\\d+\\.\\d+\n");
    }
}
