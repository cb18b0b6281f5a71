package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;

/** How often each word occurs. */
public final class Wc implements Job {
    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.FILES)
                .map((file, out) -> {
                    for (String word : Documents.words(file)) {
                        out.emit(word, "1");
                    }
                })
                .reduce((word, ones, out) -> {
                    long count = 0;
                    while (ones.next()) {
                        count++;
                    }
                    out.emit(word, count + "");
                });
    }
}
