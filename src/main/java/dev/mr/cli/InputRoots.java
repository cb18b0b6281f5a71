package dev.mr.cli;

import dev.mr.task.InputFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folders below which the jobs of a service may read. What lies elsewhere is not looked at, nor where a link leads away. */
final class InputRoots {
    private final List<Path> named;
    private final Set<Path> real = new LinkedHashSet<>();

    InputRoots(List<Path> roots) throws IOException {
        this.named =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        for (Path root : named) {
            real.add(root.toRealPath());
        }
    }

    /** The files and folders that a client named; adds everything that is wrong. */
    List<Path> find(List<String> inputs, List<String> problems) throws IOException {
        List<Path> found = new ArrayList<>();
        if (inputs.isEmpty()) {
            problems.add("there are no inputs; name files or folders below the service's input roots");
        } else if (named.isEmpty()) {
            problems.add("the service reads nothing, since its operator has named no --input-root");
        } else {
            for (String input : inputs) {
                find(input, problems).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Path> find(String input, List<String> problems) throws IOException {
        Path given;
        try {
            given = Path.of(input);
        } catch (InvalidPathException malformed) {
            problems.add("input \"" + input + "\" is not a path");
            return Optional.empty();
        }
        List<Path> below = named.stream()
                .map(root -> root.resolve(given).normalize())
                .distinct()
                .filter(this::isBelowByName)
                .toList();
        if (below.isEmpty()) {
            problems.add("input " + input + " is not below an input root of the service");
            return Optional.empty();
        }
        for (Path candidate : below) {
            if (Files.exists(candidate)) {
                return isBelow(candidate) ? Optional.of(candidate) : refused(input, problems);
            }
        }
        problems.add("input " + input + " does not exist below the input roots of the service");
        return Optional.empty();
    }

    private static Optional<Path> refused(String input, List<String> problems) {
        problems.add("input " + input + " cannot be reached, or leads out of the input roots of the service");
        return Optional.empty();
    }

    private boolean isBelowByName(Path path) {
        return named.stream().anyMatch(path::startsWith) || real.stream().anyMatch(path::startsWith);
    }

    private boolean isBelow(Path path) throws IOException {
        try {
            Path leads = path.toRealPath();
            return real.stream().anyMatch(leads::startsWith);
        } catch (FileSystemException unreachable) {
            return false; // gone, forbidden, or links in a circle
        }
    }

    /** Adds a problem for each file that a folder has, but that is a link out of the roots. */
    void check(List<InputFile> files, List<String> problems) throws IOException {
        for (InputFile file : files) {
            if (!isBelow(Path.of(file.path()))) {
                refused(file.path(), problems);
            }
        }
    }
}
