package dev.mr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code docs/cli.md} is what the programs say of themselves. */
class CliReferenceTest {
    private static final Path REFERENCE = Path.of("docs/cli.md");
    private static final String UPDATE = "mvn test -Dtest=CliReferenceTest -Dmr.docs.update=true";

    @Test
    void the_reference_is_what_the_programs_say() throws IOException {
        if (Boolean.getBoolean("mr.docs.update")) {
            Files.createDirectories(REFERENCE.resolveSibling("."));
            Files.writeString(REFERENCE, generated());
        }
        assertThat(REFERENCE).as("make it with: %s", UPDATE).exists();
        assertThat(Files.readString(REFERENCE))
                .as("docs/cli.md is out of date; make it again with: %s", UPDATE)
                .isEqualTo(generated());
    }

    private static String generated() {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.print("# Command line reference\n\n");
        out.print("Made from the programs' own `--help`; make it again with `" + UPDATE + "`.\n\n");
        List<CommandLine> commands = Programs.all();
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName(" ");
            out.print("- [" + name + "](#" + name.replace(' ', '-') + ")\n");
        }
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName(" ");
            String[] words = name.split(" ", -1);
            ProgramRun help = Programs.run(
                    words[0],
                    Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new));
            out.print("\n## " + name + "\n\n```text\n" + help.out().stripTrailing() + "\n```\n");
        }
        return text.toString();
    }
}
