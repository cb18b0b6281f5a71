package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;

/** All lines in the order of their bytes, duplicates kept: {@code out-0}, {@code out-1}, ... one after the other are sorted. */
public final class Sort implements Job {
    @Override
    public String description() {
        return "all lines in the order of their bytes, over all output files together";
    }

    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.LINES).map((line, out) -> out.emit(line)).partitionByRange();
    }
}
