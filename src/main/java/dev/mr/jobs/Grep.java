package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The lines a pattern is found in, each with how often it occurs, sorted. */
public final class Grep implements Job {
    @Override
    public String description() {
        return "the lines that a regular expression is found in, each with the number of its occurrences";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.required("pattern", "what to look for: a regular expression of Java"),
                Option.of("ignore-case", "false", "whether upper and lower case are the same"),
                Option.of("invert", "false", "the lines that it is not found in instead"));
    }

    @Override
    public void define(Plan plan, Options options) {
        int flags = options.flag("ignore-case") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        boolean wanted = !options.flag("invert");
        Pattern pattern;
        try {
            pattern = Pattern.compile(options.get("pattern"), flags);
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException(
                    "option pattern is \"" + options.get("pattern") + "\": " + malformed.getDescription(), malformed);
        }
        plan.input(Input.LINES)
                .map((line, out) -> {
                    if (pattern.matcher(line.text()).find() == wanted) {
                        out.emit(line, 1);
                    }
                })
                .sum();
    }
}
