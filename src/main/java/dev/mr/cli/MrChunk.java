package dev.mr.cli;

import dev.mr.chunk.ChunkRequest;
import dev.mr.chunk.ChunkSummary;
import dev.mr.chunk.Chunker;
import dev.mr.files.LocalFileSystem;
import dev.mr.task.ChunkManifest;
import dev.mr.task.ExitCode;
import dev.mr.task.OneLine;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program {@code mr-chunk}. */
@Command(
        description = "Cuts text files into N files of nearly equal size, without cutting a word.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-chunk --chunks 6 inputs/",
            "  mr-chunk --chunks 6 --out chunks --force inputs/pg-grimm.txt inputs/pg-frankenstein.txt",
            "  mr-chunk --chunks 100 --by line --name access --out /data/chunks access.log",
            "",
            "The folder appears whole or not at all. Its files, <name>_<i>_mapper_<i>.txt with i from 0,",
            "put together are the inputs put together, with a newline between inputs that would join.",
            "Each is within one word (or line) of an Nth of them; largest and smallest may differ by two.",
            "Exit codes: 0 done, 2 refused and nothing created, 4 disk or I/O, 6 an input changed."
        })
public final class MrChunk implements Callable<Integer> {
    static final String NAME = "mr-chunk";

    @Spec
    private CommandSpec spec;

    @Option(names = "--chunks", paramLabel = "N", description = "How many files to make. Required.")
    private @Nullable String chunks;

    @Option(
            names = "--by",
            paramLabel = "word|line",
            defaultValue = "word",
            description = "What is never cut: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ChunkManifest.By by;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "chunks",
            description = "The folder to make (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What the files' names begin with (default: the input's base name without extension;"
                    + " its folder's name when there are several).")
    private @Nullable String name;

    @Option(names = "--force", description = "Replace the folder if mr-chunk made it or it is empty.")
    private boolean force;

    @Parameters(
            paramLabel = "INPUT",
            arity = "0..*",
            description = "Files, and folders whose files are taken in order of their names.")
    private List<Path> inputs = new ArrayList<>();

    public static void main(String[] arguments) {
        System.exit(Program.run(NAME, new MrChunk(), arguments));
    }

    @Override
    public Integer call() {
        ChunkRequest request = new ChunkRequest(chunks, by, out, name, force, inputs);
        ChunkSummary summary = new Chunker(new LocalFileSystem()).run(request);
        PrintWriter out = spec.commandLine().getOut();
        out.println(summary.out());
        spec.commandLine().getErr().println(NAME + ": " + OneLine.whole(summary.line()));
        StandardOutput.finish(out, "the chunks are complete in " + summary.out());
        return ExitCode.DONE.code();
    }
}
