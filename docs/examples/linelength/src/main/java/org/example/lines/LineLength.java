package org.example.lines;

import dev.mr.api.Counter;
import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Mapper;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import java.util.List;

/** How long lines are on average, for each file extension. */
public final class LineLength implements Job {
    @Override
    public String description() {
        return "for each file extension the number of lines and their average length";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of("blank", "false", "whether blank lines count too"));
    }

    @Override
    public void define(Plan plan, Options options) {
        boolean blank = options.flag("blank");
        Reducer sum = (extension, tallies, out) ->
                out.emit(extension, Tally.sum(tallies).toString());
        Reducer average = (extension, tallies, out) -> {
            Tally all = Tally.sum(tallies);
            out.emit(extension, all.lines() + " " + all.average());
        };
        plan.input(Input.LINES).map(() -> new Lines(blank)).combine(sum).reduce(average);
    }

    /** Emits a tally for each line. One instance serves one attempt, so it may have state. */
    private static final class Lines implements Mapper {
        private final boolean blank;
        private Counter left;

        Lines(boolean blank) {
            this.blank = blank;
        }

        @Override
        public void open(TaskContext task) {
            left = task.counter("lines.left-out");
        }

        @Override
        public void map(Slice line, Output out) {
            String text = line.text();
            if (text.isBlank() && !blank) {
                left.increment();
                return;
            }
            int characters = text.codePointCount(0, text.length());
            out.emit(extension(out.task().inputName()), new Tally(1, characters).toString());
        }
    }

    /** What follows the last dot of a path's name; {@code -} for nothing. */
    static String extension(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        return dot <= 0 || dot == name.length() - 1 ? "-" : name.substring(dot + 1);
    }
}
