package dev.mr.embed;

import java.util.regex.Pattern;

/** What the engine says to those who sit at a command line, in the words of a program that calls it. */
final class Wording {
    private static final Pattern RETRY = Pattern.compile("mr-driver resume --dir .*? --retry-failed");
    private static final Pattern RESUME =
            Pattern.compile("(?:run |use resume: )?mr-driver resume(?: --dir (?:'[^']*'|[^;,()]*))?");
    private static final Pattern START = Pattern.compile("mr-driver start(?: --dir (?:'[^']*'|[^;,()]*))?");

    private static final Pattern SETTING = Pattern.compile("--set ([A-Za-z0-9._-]+)=VALUE");

    private Wording() {}

    static String forProgram(String line) {
        String said = RETRY.matcher(line).replaceAll("run it again with retryFailed()");
        said = RESUME.matcher(said).replaceAll("run it again");
        said = START.matcher(said).replaceAll("run it");
        said = SETTING.matcher(said).replaceAll("set(\"$1\", ...)");
        return said.replace(" (--task-timeout)", "")
                .replace("another --dir or --state-dir", "another directory")
                .replace("another --dir", "another directory")
                .replace("say --force", "say replaceFinished()")
                .replace("by --force", "by replaceFinished()")
                .replace(" (--min-free)", "")
                .replace(" with --state-dir DIR", "")
                .replace(" with --state-dir", "")
                .replace("with --inputs", "with inputs(...)")
                .replace("--dir ", "directory ");
    }
}
