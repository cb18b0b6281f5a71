package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;

/** Every line once, sorted within each output file. */
public final class Distinct implements Job {
    @Override
    public String description() {
        return "every line once";
    }

    @Override
    public void define(Plan plan, Options options) {
        Reducer once = (line, values, out) -> out.emit(line);
        plan.input(Input.LINES).map((line, out) -> out.emit(line)).combine(once).reduce(once);
    }
}
