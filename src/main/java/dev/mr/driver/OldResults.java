package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.JobSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What lies where the results of a job that ended belong: how many files of its own, and which of others. */
final class OldResults {
    private static final int NAMED = 3;
    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";
    private static final Pattern INTERMEDIATE = Pattern.compile("mr-" + NUMBER + "-" + NUMBER);

    private final JobDirectory directory;
    private final FileSystem files;
    private final JobSpec job;
    private final Pattern output;
    private final List<String> own = new ArrayList<>();
    private final TreeSet<String> foreign = new TreeSet<>();
    private long foreignCount;

    private OldResults(JobDirectory directory, FileSystem files, JobSpec job) {
        this.directory = directory;
        this.files = files;
        this.job = job;
        this.output = Pattern.compile(Pattern.quote(job.outputPrefix()) + NUMBER);
    }

    /** As they are now. {@code job} is the job that ended. */
    static OldResults of(JobDirectory directory, FileSystem files, JobSpec job) throws IOException {
        OldResults results = new OldResults(directory, files, job);
        results.look(directory.output());
        results.look(directory.intermediate());
        return results;
    }

    private void look(Path folder) throws IOException {
        Optional<FileSystem.FileFacts> facts = files.facts(folder);
        if (facts.isPresent() && facts.get().kind() != FileSystem.FileFacts.Kind.DIRECTORY) {
            addForeign(folder);
            return;
        }
        long[] count = {0};
        files.visit(folder, entry -> {
            String name = entry.getFileName().toString();
            if (folder.equals(directory.output()) ? isOutput(name) : isIntermediate(name)) {
                count[0]++;
            } else if (!isNobodys(entry, name)) {
                addForeign(entry);
            }
        });
        if (count[0] > 0) {
            own.add(count[0] + (count[0] == 1 ? " file" : " files") + " in " + folder);
        }
    }

    private boolean isOutput(String name) {
        Matcher matcher = output.matcher(name);
        return name.equals(JobDirectory.SIDE)
                || (matcher.matches() && Integer.parseInt(matcher.group(1)) < job.reduceTasks());
    }

    private boolean isIntermediate(String name) {
        Matcher matcher = INTERMEDIATE.matcher(name);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) < job.mapTasks()
                && Integer.parseInt(matcher.group(2)) < job.reduceTasks();
    }

    /** Hidden files, which desktops strew about, are nobody's; a directory always is someone's. */
    private boolean isNobodys(Path entry, String name) throws IOException {
        return name.startsWith(".")
                && files.facts(entry)
                        .map(facts -> facts.kind() != FileSystem.FileFacts.Kind.DIRECTORY)
                        .orElse(true);
    }

    private void addForeign(Path entry) {
        foreignCount++;
        foreign.add(directory.root().relativize(entry).toString());
        if (foreign.size() > NAMED) {
            foreign.pollLast();
        }
    }

    /** What a new start would replace. */
    String own() {
        return own.isEmpty() ? "nothing but its record" : String.join(" and ", own);
    }

    /** Up to three files of others, and how many they are in all; empty when there is none. */
    Optional<String> foreign() {
        long more = foreignCount - foreign.size();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", foreign) + (more == 0 ? "" : " and " + more + " more"));
    }
}
