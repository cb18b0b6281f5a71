package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A command that is named first stands alone, and nobody can tell. */
class MrDriverTest {
    static Stream<List<String>> lines() {
        Stream<String> names = new CommandLine(new MrDriver()).getSubcommands().keySet().stream();
        return Stream.concat(
                names.flatMap(name -> Stream.of(
                        List.of(name, "--help"),
                        List.of(name, "--version"),
                        List.of(name, "--no-such-option"),
                        List.of(name, "--dir"))),
                Stream.of(
                        List.of(),
                        List.of("--help"),
                        List.of("--version"),
                        List.of("--verbose", "start", "--help"),
                        List.of("strat"),
                        List.of("start", "resume"),
                        List.of("status", "status")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void a_command_alone_says_what_it_says_among_all(List<String> line) {
        String[] arguments = line.toArray(String[]::new);
        ProgramRun alone = ProgramRun.of(MrDriver.NAME, MrDriver.command(arguments), arguments);
        ProgramRun among = ProgramRun.of(MrDriver.NAME, new MrDriver(), arguments);
        assertThat(alone).usingRecursiveComparison().isEqualTo(among);
    }

    @Test
    void every_command_can_stand_alone() {
        assertThat(new CommandLine(new MrDriver()).getSubcommands().keySet())
                .allSatisfy(name -> assertThat(MrDriver.command(name)).isNotInstanceOf(MrDriver.class));
    }
}
