package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Option;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;

/** Some keys take longer than all others, so that most workers have nothing to do at the end. */
public final class EarlyExit implements Job {
    @Override
    public String name() {
        return "early_exit";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.of("millis", "3000", "how long a slow key takes"));
    }

    @Override
    public void define(Plan plan, Options options) {
        long millis = options.number("millis", 0, 60_000);
        plan.input(Input.FILES)
                .map((file, out) -> out.emit(Documents.name(out.task()), "1"))
                .reduce((document, values, out) -> {
                    if (document.text().contains("sherlock") || document.text().contains("tom")) {
                        Thread.sleep(millis);
                    }
                    out.emit(document, Documents.sorted(values).size() + "");
                });
    }
}
