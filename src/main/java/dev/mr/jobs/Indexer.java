package dev.mr.jobs;

import dev.mr.api.Input;
import dev.mr.api.Job;
import dev.mr.api.Mapper;
import dev.mr.api.Options;
import dev.mr.api.Output;
import dev.mr.api.Plan;
import dev.mr.api.Reducer;
import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import dev.mr.api.Values;
import dev.mr.api.Words;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** An inverted index: for each word, in how many documents it occurs, and in which. A document is a file, by its name. */
public final class Indexer implements Job {
    @Override
    public String description() {
        return "for each word the number of files it is in, and their names, sorted and joined by commas";
    }

    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.BLOCKS_OF_WORDS)
                .map(WordsOfDocument::new)
                .combine(Documents::new)
                .reduce(Index::new);
    }

    /** Emits each word of a document with the document, once as far as memory allows. */
    private static final class WordsOfDocument implements Mapper {
        private static final int MOST_WORDS = 20_000;
        private static final int LONG_WORD_BYTES = 100;

        private final Set<Slice> seen = new HashSet<>();
        private final Slice word = new Slice();
        private String input = "";
        private Slice document = new Slice();

        @Override
        public void map(Slice text, Output out) {
            TaskContext task = out.task();
            if (!task.inputName().equals(input)) {
                input = task.inputName();
                document = Slice.of(input.substring(input.lastIndexOf('/') + 1));
                seen.clear();
            }
            Words.each(text, (bytes, from, to) -> {
                word.set(bytes, from, to);
                if (word.length() > LONG_WORD_BYTES) {
                    out.emit(word, document);
                } else if (!seen.contains(word)) {
                    if (seen.size() == MOST_WORDS) {
                        seen.clear();
                    }
                    seen.add(word.copy());
                    out.emit(word, document);
                }
            });
        }
    }

    /** Each document of a word once. */
    private static final class Documents implements Reducer {
        @Override
        public void reduce(Slice word, Values documents, Output out) {
            for (Slice document : distinct(documents)) {
                out.emit(word, document);
            }
        }
    }

    /** {@code word count a,b,c}. */
    private static final class Index implements Reducer {
        @Override
        public void reduce(Slice word, Values documents, Output out) {
            Set<Slice> names = distinct(documents);
            StringBuilder line = new StringBuilder().append(names.size());
            char before = ' ';
            for (Slice name : names) {
                line.append(before).append(name.text());
                before = ',';
            }
            out.emit(word, line);
        }
    }

    private static Set<Slice> distinct(Values documents) {
        Set<Slice> distinct = new TreeSet<>();
        while (documents.next()) {
            if (!distinct.contains(documents.bytes())) {
                distinct.add(documents.bytes().copy());
            }
        }
        return distinct;
    }
}
