package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;

/** Any command as map function, and any as reduce function. What they read and write is told in {@code docs/streaming.md}. */
public final class Streaming implements Job {
    private static final String MAP = "map-cmd";
    private static final String REDUCE = "reduce-cmd";
    private static final String FORMAT = "input-format";

    @Override
    public String description() {
        return "any commands as map and reduce functions, that read and write lines";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required(MAP, "the command that reads the input and writes lines key<TAB>value"),
                Option.of(REDUCE, "", "the command that reads lines key<TAB>value, sorted by key; none by default"),
                Option.of(FORMAT, "lines", "lines, or file for one command a file"));
    }

    @Override
    public void define(Plan plan, Options options) {
        boolean wholeFiles = wholeFiles(options.get(FORMAT));
        CommandLine map = command(MAP, options);
        plan.input(wholeFiles ? Input.BLOCKS_OF_FILES : Input.BLOCKS_OF_LINES)
                .map(() -> new CommandMapper(map, wholeFiles));
        if (!options.get(REDUCE).isEmpty()) {
            CommandLine reduce = command(REDUCE, options);
            plan.reduce(() -> new CommandReducer(reduce));
        }
    }

    private static boolean wholeFiles(String format) {
        return switch (format) {
            case "lines" -> false;
            case "file" -> true;
            default ->
                throw new IllegalArgumentException(
                        "option " + FORMAT + " is \"" + format + "\", expected lines or file");
        };
    }

    private static CommandLine command(String option, Options options) {
        try {
            return CommandLine.parse(options.get(option));
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "option " + option + " is \"" + options.get(option) + "\": " + malformed.getMessage(), malformed);
        }
    }
}
