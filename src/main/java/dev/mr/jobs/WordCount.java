package dev.mr.jobs;

import dev.mr.api.Job;
import dev.mr.api.Mapper;
import dev.mr.api.Words;

/** Counts how often each word occurs. */
public final class WordCount implements Job {
    @Override
    public String name() {
        return "wordcount";
    }

    @Override
    public Mapper mapper() {
        return (text, from, to, out) -> Words.each(text, from, to, out::emit);
    }
}
