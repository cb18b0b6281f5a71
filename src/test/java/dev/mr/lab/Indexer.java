package dev.mr.lab;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Plan;
import java.util.List;
import java.util.TreeSet;

/** In how many documents a word is, and in which. */
public final class Indexer implements Job {
    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.FILES)
                .map((file, out) -> {
                    String document = Documents.name(out.task());
                    for (String word : new TreeSet<>(List.of(file.text().split("[^A-Za-z]+")))) {
                        if (!word.isEmpty()) {
                            out.emit(word, document);
                        }
                    }
                })
                .reduce((word, values, out) -> {
                    List<String> documents = Documents.sorted(values);
                    out.emit(word, documents.size() + " " + String.join(",", documents));
                });
    }
}
