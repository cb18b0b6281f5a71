package dev.mr.lab;

import dev.mr.api.Slice;
import dev.mr.api.TaskContext;
import dev.mr.api.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** The files a job reads, by their names. */
final class Documents {
    private static final Pattern NO_LETTERS = Pattern.compile("[^A-Za-z]+");

    private Documents() {}

    /** The last part of the path that is being read. */
    static String name(TaskContext task) {
        return task.inputName().substring(task.inputName().lastIndexOf('/') + 1);
    }

    /** Its runs of letters. */
    static List<String> words(Slice document) {
        return NO_LETTERS
                .splitAsStream(document.text())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static List<String> sorted(Values values) {
        List<String> sorted = new ArrayList<>();
        while (values.next()) {
            sorted.add(values.text());
        }
        Collections.sort(sorted);
        return sorted;
    }
}
