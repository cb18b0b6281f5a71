package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<CommandLine> commands() {
        return Programs.all().stream();
    }

    private static ProgramRun run(CommandLine command, String option) {
        List<String> words = List.of(command.getCommandSpec().qualifiedName(" ").split(" ", -1));
        return Programs.run(
                words.get(0),
                Stream.concat(words.stream().skip(1), Stream.of(option)).toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_has_examples_and_every_option_and_fits_its_columns(CommandLine command) {
        ProgramRun help = run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Examples:", "\n  " + command.getCommandSpec().qualifiedName(" "));
        command.getCommandSpec().options().forEach(option -> {
            assertThat(help.out()).contains(option.names());
            assertThat(String.join("", option.description()))
                    .as(option.longestName())
                    .isNotBlank();
        });
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 120).noneMatch(line -> line.contains("${"));
    }

    /** All but {@code clean}, which has it for one job in place of a service, and {@code selftest}, which has many jobs. */
    @ParameterizedTest
    @ValueSource(strings = {"--dir", "--state-dir"})
    void all_commands_of_the_driver_mean_the_same_job_directory(String option) {
        List<String> told = commands()
                .filter(command -> command.getCommandSpec().qualifiedName(" ").startsWith("mr-driver "))
                .filter(command -> !List.of("clean", "selftest")
                        .contains(command.getCommandSpec().name()))
                .filter(command -> command.getCommandSpec().findOption(option) != null)
                .map(command -> String.join(
                        "", command.getCommandSpec().findOption(option).description()))
                .toList();
        assertThat(told).hasSize(4);
        assertThat(Set.copyOf(told)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void the_version_is_the_program_s(CommandLine command) {
        ProgramRun version = run(command, "--version");
        assertThat(version.code()).isZero();
        assertThat(version.out()).matches("mr-(chunk|driver|worker) \\d+\\.\\d+\\.\\d+\n");
    }
}
