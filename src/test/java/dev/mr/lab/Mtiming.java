package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;

/** Which processes map, and how many at once. */
public final class Mtiming implements Job {
    @Override
    public List<Option> options() {
        return List.of(Crowd.FOLDER);
    }

    @Override
    public void define(Plan plan, Options options) {
        Crowd mappers = new Crowd(options, "map");
        plan.input(Input.FILES)
                .map((file, out) -> {
                    out.emit("times-" + Crowd.pid(), System.currentTimeMillis() + "");
                    out.emit("parallel-" + Crowd.pid(), mappers.join() + "");
                })
                .reduce((key, values, out) -> out.emit(key, String.join(" ", Documents.sorted(values))));
    }
}
