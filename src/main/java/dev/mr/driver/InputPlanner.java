package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.FileSystem.FileFacts;
import dev.mr.files.InputChange;
import dev.mr.files.IoFailure;
import dev.mr.task.ChunkManifest;
import dev.mr.task.Counted;
import dev.mr.task.ExitCode;
import dev.mr.task.InputFile;
import dev.mr.task.MrException;
import dev.mr.task.Split;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the command line names into the inputs of a job. Reads nothing but names, sizes and a chunk manifest. */
public final class InputPlanner {
    /** Chunk files by name: the number at the end is the map task that reads the file. */
    private static final Pattern CHUNK_NAME = Pattern.compile(".*_mapper_(\\d{1,9})\\.txt");

    private static final int MANY_TASKS = 100;
    private static final long WORTH_A_TASK_BYTES = 16L << 20;

    private final FileSystem files;

    /**
     * What a job asks of its inputs.
     *
     * @param splits whether a map task may read a part of a file
     * @param wholeLines whether it minds chunks that end inside a line
     * @param named over how many inputs, each a file or folder that is named, it is defined; 0 for any number
     */
    public record Reading(boolean splits, boolean wholeLines, int named) {
        public static final Reading ANYTHING = new Reading(true, false);

        /** Of any number of inputs. */
        public Reading(boolean splits, boolean wholeLines) {
            this(splits, wholeLines, 0);
        }
    }

    /** A file or folder as it was named, and which of the named inputs it counts as. */
    private record Named(Path path, int source) {}

    public InputPlanner(FileSystem files) {
        this.files = files;
    }

    /** {@code chunks} when {@code mr-chunk} made it, else {@code inputs}. */
    public Path defaultInput(Path workingDirectory) throws IOException {
        Path chunks = workingDirectory.resolve("chunks");
        return files.facts(chunks.resolve(ChunkManifest.FILE_NAME)).isPresent()
                ? chunks
                : workingDirectory.resolve("inputs");
    }

    /**
     * The plan for these files and folders; {@code mapTasks} null for one map task a file, fewer for very many small files.
     *
     * @throws MrException USAGE with every problem in one line, INPUT_CHANGED when chunks are not as their manifest says
     */
    public InputPlan plan(List<Path> paths, @Nullable Integer mapTasks, Reading reading) {
        List<String> problems = new ArrayList<>();
        if (reading.named() != 0 && reading.named() != paths.size()) {
            problems.add("the job is over " + Counted.of(reading.named(), "input")
                    + ", each a file or folder named by itself, and " + paths.size()
                    + (paths.size() == 1 ? " is" : " are") + " named");
        }
        List<Named> named = new ArrayList<>();
        paths.forEach(path -> named.add(new Named(path, named.size())));
        return plan(named, mapTasks, reading, problems);
    }

    /** The same for records that a job left out, each of which counts as the input that it came from. */
    public InputPlan plan(Replay replay, @Nullable Integer mapTasks, Reading reading) {
        List<Named> named = replay.records().stream()
                .map(record -> new Named(record.file(), record.source()))
                .toList();
        return plan(named, mapTasks, reading, new ArrayList<>());
    }

    private InputPlan plan(List<Named> named, @Nullable Integer mapTasks, Reading reading, List<String> problems) {
        List<InputFile> inputs = new ArrayList<>();
        boolean chunks = find(named, reading, inputs, problems);
        if (inputs.isEmpty() && problems.isEmpty()) {
            problems.add("there is no input file in "
                    + named.stream().map(Named::path).toList());
        }
        if (!problems.isEmpty()) {
            throw new MrException(
                    ExitCode.USAGE, String.join("; ", problems) + "; name readable files or folders with --inputs");
        }
        int tasks = mapTasks != null ? mapTasks : chunks ? inputs.size() : usualTasks(inputs);
        boolean oneEach = tasks == inputs.size();
        List<List<Split>> splits = oneEach
                ? InputPlan.oneFileEach(inputs)
                : InputPlan.equalShares(inputs, tasks, file -> reading.splits() && !file.isPacked());
        String description = Counted.of(inputs.size(), chunks ? "chunk file" : "file") + " in "
                + Counted.of(tasks, "map task") + (oneEach ? ", one each" : ", equal shares")
                + notSplit(inputs, reading);
        return new InputPlan(inputs, splits, description);
    }

    /** Adds all files that the paths mean; answers whether they are what {@code mr-chunk} made. */
    private boolean find(List<Named> named, Reading reading, List<InputFile> inputs, List<String> problems) {
        boolean chunks = false;
        for (Named input : named) {
            Path path = input.path();
            int source = input.source();
            Path absolute = path.toAbsolutePath().normalize();
            try {
                Optional<FileFacts> facts = files.facts(absolute);
                if (facts.isEmpty()) {
                    problems.add("input " + path + " does not exist");
                } else if (facts.get().kind() == FileFacts.Kind.DIRECTORY) {
                    Optional<ChunkManifest> manifest = manifest(absolute);
                    chunks = manifest.isPresent() && named.size() == 1;
                    if (reading.wholeLines()
                            && manifest.isPresent()
                            && manifest.get().by() == ChunkManifest.By.WORD) {
                        problems.add("the chunks in " + path + " are cut between words, but the job reads lines: make"
                                + " them again with mr-chunk --by line --force");
                    }
                    addFolder(absolute, manifest, source, inputs, problems);
                } else {
                    addFile(absolute, facts.get(), source, inputs, problems);
                }
            } catch (IOException unreadable) {
                problems.add(unreadable(path, unreadable));
            }
        }
        return chunks;
    }

    /** One a file; but not more than 100 with less than 16 MiB each. */
    private static int usualTasks(List<InputFile> inputs) {
        long bytes = inputs.stream().mapToLong(InputFile::bytes).sum();
        return (int) Math.min(inputs.size(), Math.max(MANY_TASKS, bytes / WORTH_A_TASK_BYTES));
    }

    private static String notSplit(List<InputFile> inputs, Reading reading) {
        if (!reading.splits()) {
            return ", files are not split";
        }
        long packed = inputs.stream().filter(InputFile::isPacked).count();
        return packed == 0 ? "" : ", " + Counted.of(packed, "packed file") + " not split";
    }

    /** The files these inputs mean, by absolute path, in order. */
    List<String> paths(List<Path> paths) {
        return plan(paths, null, Reading.ANYTHING).inputs().stream()
                .map(InputFile::path)
                .toList();
    }

    private Optional<ChunkManifest> manifest(Path folder) throws IOException {
        Path file = folder.resolve(ChunkManifest.FILE_NAME);
        try {
            return Optional.of(ChunkManifest.parse(files.read(file)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException malformed) {
            throw new MrException(
                    ExitCode.INPUT_CHANGED, file + " " + malformed.getMessage() + "; run mr-chunk --force again");
        }
    }

    private void addFolder(
            Path folder, Optional<ChunkManifest> manifest, int source, List<InputFile> inputs, List<String> problems)
            throws IOException {
        if (manifest.isPresent()) {
            for (ChunkManifest.Chunk chunk : manifest.get().chunks()) {
                addChunk(folder.resolve(chunk.name()), chunk, source, inputs, problems);
            }
            return;
        }
        for (Path entry : inTaskOrder(files.list(folder))) {
            try {
                Optional<FileFacts> facts = files.facts(entry);
                if (facts.isPresent()) {
                    addFile(entry, facts.get(), source, inputs, problems);
                } else {
                    problems.add("input " + entry + " leads nowhere");
                }
            } catch (IOException unreadable) {
                problems.add(unreadable(entry, unreadable));
            }
        }
    }

    private static String unreadable(Path path, IOException failure) {
        return "input " + path + " cannot be read (" + IoFailure.text(failure) + ")";
    }

    private void addChunk(
            Path file, ChunkManifest.Chunk chunk, int source, List<InputFile> inputs, List<String> problems)
            throws IOException {
        Optional<FileFacts> facts = files.facts(file);
        if (facts.isEmpty() || facts.get().bytes() != chunk.bytes()) {
            throw new MrException(
                    ExitCode.INPUT_CHANGED,
                    "chunk " + file
                            + facts.map(seen -> " has " + Counted.of(seen.bytes(), "byte"))
                                    .orElse(" is missing")
                            + ", expected " + chunk.bytes() + " as mr-chunk wrote it; run mr-chunk --force again");
        }
        addFile(file, facts.get(), source, inputs, problems);
    }

    private void addFile(Path file, FileFacts facts, int source, List<InputFile> inputs, List<String> problems) {
        if (facts.kind() != FileFacts.Kind.FILE) {
            problems.add("input " + file + " is not a regular file");
        } else if (!files.isReadable(file)) {
            problems.add("input " + file + " cannot be read (permission denied)");
        }
        inputs.add(new InputFile(
                inputs.size(), source, file.toString(), facts.bytes(), facts.modifiedNanos(), facts.inode()));
    }

    /** By the number in their names when all are chunk files numbered from 0 without a gap, else by name; never hidden ones. */
    private static List<Path> inTaskOrder(List<Path> entries) {
        List<Path> visible = entries.stream()
                .filter(entry -> !entry.getFileName().toString().startsWith("."))
                .toList();
        Path[] byNumber = new Path[visible.size()];
        for (Path entry : visible) {
            Matcher name = CHUNK_NAME.matcher(entry.getFileName().toString());
            int number = name.matches() ? Integer.parseInt(name.group(1)) : byNumber.length;
            if (number >= byNumber.length || byNumber[number] != null) {
                return visible;
            }
            byNumber[number] = entry;
        }
        return List.of(byNumber);
    }

    /** The first input that is not what it was when the job started, as a line; empty when all are. */
    public String change(List<InputFile> inputs) throws IOException {
        for (InputFile input : inputs) {
            String change = InputChange.of(input, files);
            if (!change.isEmpty()) {
                return change;
            }
        }
        return "";
    }
}
