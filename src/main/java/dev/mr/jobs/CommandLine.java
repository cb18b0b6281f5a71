package dev.mr.jobs;

import java.util.ArrayList;
import java.util.List;

/**
 * A command and its arguments, written as one line of text. It is split into words as POSIX says, and nothing else happens to
 * it: blanks separate words; between single quotes every character stands for itself; between double quotes a backslash takes
 * the meaning from {@code $}, {@code `}, {@code "}, {@code \} and newline; elsewhere it does so for any character, and with a
 * newline it vanishes. No variables, patterns, pipes, redirections or comments: whoever wants those names a shell.
 */
record CommandLine(String text, List<String> words) {
    private static final int MAX_SHOWN = 100;

    /** @throws IllegalArgumentException when there is no word, or a quote is not closed; the message says where */
    static CommandLine parse(String text) {
        List<String> words = new Splitter(text).words();
        if (words.isEmpty()) {
            throw new IllegalArgumentException("there is no command in it");
        }
        if (words.get(0).isEmpty()) {
            throw new IllegalArgumentException("the name of the command is empty");
        }
        return new CommandLine(text, words);
    }

    /** For messages: a long one is cut. */
    @Override
    public String toString() {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
    }

    /** Goes over the text once. */
    private static final class Splitter {
        private final String text;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private int at;

        Splitter(String text) {
            this.text = text;
        }

        List<String> words() {
            while (at < text.length()) {
                char c = text.charAt(at++);
                switch (c) {
                    case ' ', '\t', '\n' -> endWord();
                    case '\'' -> single();
                    case '"' -> quoted();
                    case '\\' -> escaped();
                    default -> add(c);
                }
            }
            endWord();
            return List.copyOf(words);
        }

        private void add(char c) {
            word.append(c);
            inWord = true;
        }

        private void endWord() {
            if (inWord) {
                words.add(word.toString());
                word.setLength(0);
                inWord = false;
            }
        }

        private void escaped() {
            if (at == text.length()) {
                throw new IllegalArgumentException("it ends with a backslash that nothing follows");
            }
            char c = text.charAt(at++);
            if (c != '\n') {
                add(c);
            }
        }

        private void single() {
            int close = text.indexOf('\'', at);
            if (close < 0) {
                throw unclosed(at, '\'');
            }
            word.append(text, at, close);
            inWord = true;
            at = close + 1;
        }

        private void quoted() {
            int open = at;
            inWord = true;
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return;
                }
                if (c != '\\' || at == text.length()) {
                    word.append(c);
                    continue;
                }
                char next = text.charAt(at);
                if ("$`\"\\\n".indexOf(next) < 0) {
                    word.append(c);
                    continue;
                }
                at++;
                if (next != '\n') {
                    word.append(next);
                }
            }
            throw unclosed(open, '"');
        }

        private static IllegalArgumentException unclosed(int position, char quote) {
            return new IllegalArgumentException(
                    "the quote " + quote + " at character " + position + " is never closed");
        }
    }
}
