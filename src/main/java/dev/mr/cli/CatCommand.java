package dev.mr.cli;

import dev.mr.shuffle.RecordDump;
import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mr-driver cat}: files of records for people. */
@Command(
        name = "cat",
        description =
                "Prints intermediate, spilled and binary output files as text: a line key<TAB>value a record, with"
                        + " backslash, tab, newline and return as \\\\, \\t, \\n and \\r. Prints files of plain text as they are.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  mr-driver cat files/intermediate/mr-0-0 | head",
            "  mr-driver cat files/out/out-*        (also after start --output-format records)"
        })
final class CatCommand implements Callable<Integer>, Checked {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream out;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to print, one after the other.")
    private List<Path> paths = new ArrayList<>();

    CatCommand() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    CatCommand(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                problems.add(path + " does not exist");
            } else if (!Files.isRegularFile(path)) {
                problems.add(path + " is not a regular file");
            } else if (!Files.isReadable(path)) {
                problems.add(path + " cannot be read: permission denied");
            }
        }
        return problems;
    }

    @Override
    public Integer call() throws IOException {
        try {
            for (Path path : paths) {
                RecordDump.print(path, out);
            }
        } catch (RecordDump.OutputException failed) {
            if (StandardStream.isBrokenPipe(failed)) {
                return ExitCode.DONE.code(); // whoever reads has had enough
            }
            throw new MrException(
                    ExitCode.ENVIRONMENT, "standard output could not be written: " + failed.getMessage(), failed);
        } catch (RecordDump.DamagedException damaged) {
            throw new MrException(
                    ExitCode.STATE_UNUSABLE,
                    damaged.getMessage() + "; the lines before it are sound, and a job that needs this file makes it"
                            + " again by itself",
                    damaged);
        }
        return ExitCode.DONE.code();
    }
}
