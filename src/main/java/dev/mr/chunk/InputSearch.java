package dev.mr.chunk;

import dev.mr.files.FileSystem;
import dev.mr.files.FileSystem.FileFacts;
import dev.mr.files.IoFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the input files a request names, in order; the files of a folder in order of their names' bytes. */
final class InputSearch {
    private final FileSystem files;
    private final Problems problems;
    private final List<Input> found = new ArrayList<>();

    InputSearch(FileSystem files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The inputs; what cannot be one is noted. */
    List<Input> find(List<Path> given) {
        if (given.isEmpty()) {
            problems.add("no input is given, expected files or folders of files");
        }
        for (Path path : given) {
            try {
                examine(path);
            } catch (IOException e) {
                problems.add("input " + path + " cannot be read (" + IoFailure.reason(e) + ")");
            }
        }
        return found;
    }

    private void examine(Path path) throws IOException {
        Optional<FileFacts> facts = files.facts(path);
        if (facts.isEmpty()) {
            problems.add("input " + path + " does not exist, expected a file or a folder of files");
        } else if (facts.get().kind() == FileFacts.Kind.DIRECTORY) {
            examineFolder(path);
        } else {
            add(path, facts.get());
        }
    }

    private void examineFolder(Path folder) throws IOException {
        List<Path> visible = files.list(folder).stream()
                .filter(entry -> !entry.getFileName().toString().startsWith("."))
                .toList();
        if (visible.isEmpty()) {
            problems.add("input " + folder + " is a folder without files, expected at least one");
        }
        for (Path entry : visible) {
            Optional<FileFacts> facts = files.facts(entry);
            if (facts.isEmpty()) {
                problems.add("input " + entry + " leads nowhere, expected a regular file");
            } else if (facts.get().kind() == FileFacts.Kind.DIRECTORY) {
                problems.add("input " + entry + " is a directory inside a folder, expected only files there"
                        + " (give the directory itself as an input)");
            } else {
                add(entry, facts.get());
            }
        }
    }

    private void add(Path path, FileFacts facts) {
        if (facts.kind() != FileFacts.Kind.FILE) {
            problems.add("input " + path + " is a FIFO, device or socket, expected a regular file");
        } else if (!files.isReadable(path)) {
            problems.add("input " + path + " cannot be read (permission denied)");
        } else {
            found.add(new Input(path, facts, false));
        }
    }
}
