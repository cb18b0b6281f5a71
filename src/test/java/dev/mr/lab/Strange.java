package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;

/** Records {@code key=value} with {@code ;} between them, in which all other characters mean nothing. */
public final class Strange implements Job {
    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.FILES)
                .map((file, out) -> {
                    for (String record : file.text().split(";", -1)) {
                        String[] sides = record.split("=", 2);
                        out.emit(sides[0], sides[1]);
                    }
                })
                .reduce((key, values, out) -> out.emit(key, String.join("+", Documents.sorted(values))));
    }
}
