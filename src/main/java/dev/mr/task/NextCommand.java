package dev.mr.task;

/** The commands that messages suggest, as a shell has to read them; {@code directory} is that of the job. */
public final class NextCommand {
    private NextCommand() {}

    public static String start(Object directory) {
        return "mr-driver start --dir " + ShellWord.of(directory);
    }

    public static String resume(Object directory) {
        return "mr-driver resume --dir " + ShellWord.of(directory);
    }

    public static String status(Object directory) {
        return "mr-driver status --dir " + ShellWord.of(directory);
    }

    /** {@code root} is the directory of a service. */
    public static String serve(Object root) {
        return "mr-driver serve --root " + ShellWord.of(root);
    }

    public static String worker(Object directory) {
        return "mr-worker --dir " + ShellWord.of(directory);
    }
}
