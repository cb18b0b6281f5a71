package dev.mr.chunk;

import dev.mr.files.FileSystem;
import dev.mr.task.ChunkManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides whether a folder may become, or be replaced by, the output. */
final class OutputCheck {
    private final FileSystem files;
    private final Path out;
    private final ChunkRequest request;
    private final Problems problems;

    /** {@code out} is the request's folder with links resolved. */
    OutputCheck(FileSystem files, Path out, ChunkRequest request, Problems problems) {
        this.files = files;
        this.out = out;
        this.request = request;
        this.problems = problems;
    }

    /** Notes every reason against it. */
    void check() throws IOException {
        if (out.getParent() == null) {
            problems.add("--out " + request.out() + " is the root, expected a folder in it");
        } else if (!Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
            checkParent();
        } else if (!Files.isDirectory(out)) {
            problems.add("--out " + request.out() + " exists and is not a folder, expected a name that is free");
        } else if (!request.force()) {
            problems.add("--out " + request.out() + " exists, expected a name that is free"
                    + " (or --force to replace an older chunk folder)");
        } else {
            checkReplaceable();
        }
        checkInputs();
    }

    private void checkParent() {
        Path existing = out.getParent();
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (existing != null && !Files.isDirectory(existing)) {
            problems.add("--out " + request.out() + " cannot be made because " + existing + " is not a folder");
        }
    }

    private void checkReplaceable() throws IOException {
        List<Path> entries = files.list(out);
        if (entries.isEmpty()) {
            return;
        }
        String refusal = "--out " + request.out() + " is not replaced by --force because ";
        String advice = ", expected an empty folder or one that mr-chunk made (choose another --out)";
        Path manifest = out.resolve(ChunkManifest.FILE_NAME);
        if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
            problems.add(refusal + "it was not made by mr-chunk: it holds "
                    + entries.get(0).getFileName() + " and no " + ChunkManifest.FILE_NAME + advice);
            return;
        }
        Set<String> made;
        try {
            made = ChunkManifest.parse(files.read(manifest)).chunks().stream()
                    .map(ChunkManifest.Chunk::name)
                    .collect(Collectors.toSet());
        } catch (IllegalArgumentException damaged) {
            problems.add(refusal + "its " + ChunkManifest.FILE_NAME + " " + damaged.getMessage() + advice);
            return;
        }
        entries.stream()
                .filter(entry -> isForeign(entry, made))
                .findFirst()
                .ifPresent(foreign ->
                        problems.add(refusal + "mr-chunk did not make its " + foreign.getFileName() + advice));
    }

    /** Hidden files, which desktops strew about, are nobody's; a directory always is someone's. */
    private static boolean isForeign(Path entry, Set<String> made) {
        String name = entry.getFileName().toString();
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS) || !(name.startsWith(".") || made.contains(name));
    }

    private void checkInputs() throws IOException {
        for (Path input : request.inputs()) {
            if (Files.exists(input) && input.toRealPath().startsWith(out)) {
                problems.add("input " + input + " lies in the output folder " + request.out()
                        + ", expected inputs elsewhere");
            }
        }
    }
}
