package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Options;
import dev.mr.api.Partitioner;
import dev.mr.api.Plan;
import dev.mr.api.Words;

/** Counts how often each word occurs. */
public final class WordCount implements Job {
    @Override
    public String description() {
        return "how often each word occurs";
    }

    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.BLOCKS_OF_WORDS)
                .map((text, out) -> Words.inBatches(text, words -> out.emitAll(words, 1)))
                .sum()
                .plainKeys()
                .partition(Partitioner.FIRST_LETTER);
    }
}
