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

/** An inverted index: for each word, in how many documents it occurs, and in which. A document is a file, by its name. */
public final class Indexer implements Job {
    @Override
    public String description() {
        return "for each word the number of files it is in, and their names, sorted and joined by commas";
    }

    @Override
    public void define(Plan plan, Options options) {
        plan.input(Input.BLOCKS_OF_WORDS).map(WordsOfDocument::new).reduce(Index::new);
    }

    /** Emits each word of a document with the document, once as far as memory allows. */
    private static final class WordsOfDocument implements Mapper {
        private final WordSet seen = new WordSet();
        private String input = "";
        private byte[] document = {};

        @Override
        public void map(Slice text, Output out) {
            TaskContext task = out.task();
            if (!task.inputName().equals(input)) {
                input = task.inputName();
                document = Slice.of(input.substring(input.lastIndexOf('/') + 1)).bytes();
                seen.clear();
            }
            Words.inBatches(text, words -> {
                byte[] bytes = words.array();
                for (int i = 0; i < words.count(); i++) {
                    if (seen.add(bytes, words.from(i), words.to(i))) {
                        out.emit(bytes, words.from(i), words.to(i), document, 0, document.length);
                    }
                }
            });
        }
    }

    /** {@code word count a,b,c}. */
    private static final class Index implements Reducer {
        private final NameList names = new NameList();

        @Override
        public void reduce(Slice word, Values documents, Output out) {
            names.clear();
            while (documents.next()) {
                names.add(documents.bytes());
            }
            out.emit(word, names.countAndNames());
        }
    }
}
