package dev.mr.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The three programs and all their commands. */
final class Programs {
    private static final Map<String, Supplier<Object>> BY_NAME = new TreeMap<>(
            Map.of(MrChunk.NAME, MrChunk::new, MrDriver.NAME, MrDriver::new, MrWorker.NAME, MrWorker::new));

    private Programs() {}

    static ProgramRun run(String program, String... arguments) {
        return ProgramRun.of(
                program, java.util.Objects.requireNonNull(BY_NAME.get(program)).get(), arguments);
    }

    /** Each program, its commands after it, with the options every command has. */
    static List<CommandLine> all() {
        List<CommandLine> all = new ArrayList<>();
        BY_NAME.forEach((name, command) -> {
            CommandLine program = new CommandLine(command.get()).setCommandName(name);
            Set<CommandLine> lines = new LinkedHashSet<>();
            lines.add(program);
            lines.addAll(program.getSubcommands().values());
            for (CommandLine line : lines) {
                line.getCommandSpec().addMixin("standard", CommandSpec.forAnnotatedObject(new StandardOptions()));
                all.add(line);
            }
        });
        return all;
    }
}
