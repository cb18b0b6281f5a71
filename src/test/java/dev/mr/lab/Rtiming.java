package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;

/** How many processes reduce at once. */
public final class Rtiming implements Job {
    @Override
    public List<Option> options() {
        return List.of(Crowd.FOLDER);
    }

    @Override
    public void define(Plan plan, Options options) {
        Crowd reducers = new Crowd(options, "reduce");
        plan.input(Input.FILES)
                .map((file, out) -> {
                    for (char key = 'a'; key <= 'j'; key++) {
                        out.emit(key + "", "1");
                    }
                })
                .reduce((key, values, out) -> out.emit(key, reducers.join() + ""));
    }
}
