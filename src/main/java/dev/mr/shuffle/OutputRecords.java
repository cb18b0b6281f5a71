package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * The records of an output file of the format {@code records}, in order. Every block is checked before any of it is handed out;
 * memory holds one block, and one record longer than that. An IOException names the file.
 */
public final class OutputRecords implements Closeable {
    private final RunReader records;

    public OutputRecords(Path file) throws IOException {
        OutputFile source = OutputFile.open(file);
        try {
            records = new RunReader(source, ValueKind.BYTES);
        } catch (IOException | TaskException damaged) {
            source.close();
            throw asIo(damaged);
        }
    }

    /** Goes to the next record; false when there is none left. */
    public boolean next() throws IOException {
        try {
            return records.next();
        } catch (TaskException impossible) {
            throw asIo(impossible);
        }
    }

    /** Good until the next record. */
    public Slice key() {
        return records.key();
    }

    /** Empty for a key alone. Good until the next record; to be asked for once a record. */
    public Slice value() throws IOException {
        try {
            return records.value();
        } catch (TaskException impossible) {
            throw asIo(impossible);
        }
    }

    private static IOException asIo(Exception failure) {
        return failure instanceof IOException io ? io : new IOException(failure);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private static final class OutputFile extends StoredRun {
        private final Path path;

        private OutputFile(Path path, SourceFile file, long bytes) {
            super(file, 0, bytes);
            this.path = path;
        }

        static OutputFile open(Path path) throws IOException {
            SourceFile file = new SourceFile(path);
            try {
                return new OutputFile(path, file, file.bytes());
            } catch (IOException unknown) {
                file.close();
                throw unknown;
            }
        }

        @Override
        public IOException damaged(String what) throws IOException {
            throw new FileSystemException(
                    path.toString(), null, "is damaged, it " + what + "; run the job again in another directory");
        }
    }
}
