package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;

/** What {@link Crash} does when nothing happens: four keys with a value from each document. */
public class Nocrash implements Job {
    @Override
    public final void define(Plan plan, Options options) {
        plan.input(Input.FILES)
                .map((file, out) -> {
                    perhaps();
                    String document = Documents.name(out.task());
                    out.emit("a", document);
                    out.emit("b", document.length() + "");
                    out.emit("c", file.length() + "");
                    out.emit("d", "xyzzy");
                })
                .reduce((key, values, out) -> {
                    perhaps();
                    out.emit(key, String.join(" ", Documents.sorted(values)));
                });
    }

    /** What may happen at the beginning of each call. */
    protected void perhaps() throws InterruptedException {}
}
