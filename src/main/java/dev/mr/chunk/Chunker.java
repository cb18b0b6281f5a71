package dev.mr.chunk;

import dev.mr.files.FileSystem;
import dev.mr.task.ChunkManifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Cuts inputs into N files of nearly equal size without cutting a word or a line. The concatenation of the chunks is that of
 * the inputs, with one newline between two inputs that would otherwise join.
 */
public final class Chunker {
    private static final int WINDOW_BYTES = 1 << 20;

    private final FileSystem files;
    private final int windowBytes;

    public Chunker(FileSystem files) {
        this(files, WINDOW_BYTES);
    }

    /** With a window as small as a test wants; see {@link Cutter}. */
    Chunker(FileSystem files, int windowBytes) {
        this.files = files;
        this.windowBytes = windowBytes;
    }

    /**
     * Checks the request as a whole, then carries it out: one pass, constant memory.
     *
     * @throws dev.mr.task.MrException USAGE with all that is wrong with the request, INPUT_CHANGED, or ENVIRONMENT; then the
     *     output folder is as it was
     */
    public ChunkSummary run(ChunkRequest request) {
        Problems problems = new Problems();
        int count = ChunkCount.parse(request.count(), problems);
        ChunkName name = ChunkName.of(request, count, problems);
        List<Input> found = new InputSearch(files, problems).find(request.inputs());
        Path out = checkOutput(request, problems);
        problems.refuseIfAny();
        List<Input> inputs = Joints.part(found, request.by());
        OutputFolder folder = new OutputFolder(files, out);
        try {
            ChunkManifest manifest = write(folder.begin(), inputs, request.by(), count, name);
            folder.publish(manifest);
            return new ChunkSummary(request.out(), manifest, inputs.size());
        } catch (RuntimeException | Error failure) {
            folder.abandon(failure);
            throw failure;
        }
    }

    private Path checkOutput(ChunkRequest request, Problems problems) {
        try {
            Path out = OutputFolder.resolve(request.out());
            if (out.getParent() != null) {
                new OutputFolder(files, out).recover();
            }
            new OutputCheck(files, out, request, problems).check();
            return out;
        } catch (IOException e) {
            throw Trouble.writing(request.out(), e);
        }
    }

    private ChunkManifest write(Path folder, List<Input> inputs, ChunkManifest.By by, int count, ChunkName name) {
        long total = inputs.stream().mapToLong(Input::bytes).sum();
        try (JoinedInputs joined = new JoinedInputs(files, inputs);
                ChunkFiles chunks = new ChunkFiles(folder, name)) {
            new Cutter(by, total, count, windowBytes).cut(joined, chunks);
            return new ChunkManifest(by, chunks.chunks());
        } catch (IOException whileClosing) {
            throw Trouble.writing(folder, whileClosing);
        }
    }
}
