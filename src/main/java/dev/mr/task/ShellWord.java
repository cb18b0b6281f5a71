package dev.mr.task;

/** A word as a POSIX shell has to read it, for commands that messages suggest. */
public final class ShellWord {
    private static final String PLAIN = "@%+=:,./-_";

    private ShellWord() {}

    /** The text itself where a shell takes it for one word without expansions, else between single quotes. */
    public static String of(Object text) {
        String word = text.toString();
        boolean plain =
                !word.isEmpty() && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
