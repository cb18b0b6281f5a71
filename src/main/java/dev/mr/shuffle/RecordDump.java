package dev.mr.shuffle;

import dev.mr.api.Slice;
import dev.mr.files.IoFailure;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that the engine wrote, as text for people: records as lines {@code key<TAB>value}, in which backslash, tab, newline and
 * return are written as {@code \\}, {@code \t}, {@code \n} and {@code \r}; files of another format as they are.
 */
public final class RecordDump {
    private static final int COPY_BYTES = 1 << 16;

    private final Path path;
    private final OutputStream out;

    private RecordDump(Path path, OutputStream out) {
        this.path = path;
        this.out = out;
    }

    /** A file of records is not as it was written. */
    public static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedException(Path path, long at, String what) {
            super(path + " is damaged at byte " + at + ": it " + what);
        }
    }

    /** The text could not be written. */
    public static final class OutputException extends IOException {
        private static final long serialVersionUID = 1L;

        OutputException(IOException cause) {
            super(IoFailure.text(cause), cause);
        }
    }

    /**
     * Writes the text of a file, which is read as it comes. Everything before a damaged place has been written when this
     * throws.
     *
     * @throws DamagedException naming file and place
     * @throws OutputException when {@code out} cannot be written
     */
    public static void print(Path path, OutputStream out) throws IOException {
        OutputStream named = new NamedOutput(out);
        try (SourceFile file = new SourceFile(path)) {
            new RecordDump(path, named).print(file);
        } finally {
            named.flush();
        }
    }

    private void print(SourceFile file) throws IOException {
        long bytes = file.bytes();
        if (!looksLikeRecords(file, bytes)) {
            copy(file, bytes);
            return;
        }
        // A spill holds one run a bucket, one after the other.
        for (long first = 0; first < bytes; ) {
            Run run = run(file, first, bytes);
            print(run, file);
            first = run.next();
        }
    }

    private static boolean looksLikeRecords(SourceFile file, long bytes) throws IOException {
        int length = (int) Math.min(bytes, RunFormat.MAGIC.length);
        byte[] start = Arrays.copyOf(RunFormat.MAGIC, RunFormat.MAGIC.length);
        file.read(0, start, length);
        return length > 0 && RunFormat.isRun(start);
    }

    /** The run that begins at {@code first}; up to the end of the file where it has no end of its own. */
    private Run run(SourceFile file, long first, long bytes) throws IOException {
        byte[] header = new byte[RunFormat.BLOCK_HEADER_BYTES];
        file.read(first, header, (int) Math.min(RunFormat.HEADER_BYTES, bytes - first));
        int restOfEnd = RunFormat.version(header) == RunFormat.SHUFFLE ? RunFormat.END_BYTES - header.length : 0;
        long at = first + RunFormat.HEADER_BYTES;
        while (at + header.length <= bytes) {
            file.read(at, header, header.length);
            int raw = RunFormat.getInt(header, 0);
            int stored = RunFormat.getInt(header, Integer.BYTES);
            at += header.length;
            if (raw == 0) {
                return new Run(path, first, Math.min(bytes, at + restOfEnd), 0);
            }
            if (stored < 0) {
                break;
            }
            at += stored;
        }
        return new Run(path, first, bytes, 0);
    }

    private void print(Run run, SourceFile file) throws IOException {
        byte[] header = new byte[RunFormat.HEADER_BYTES];
        PlacedSource source = new PlacedSource(run, file);
        if (source.left() < header.length) {
            throw source.damaged("ends too early");
        }
        file.read(run.first(), header, header.length);
        ValueKind kind = RunFormat.kind(header);
        if (kind == null) {
            throw source.damaged("does not begin as records do");
        }
        try (RunReader reader = new RunReader(source, kind)) {
            while (reader.next()) {
                line(reader, kind);
            }
        } catch (TaskException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void line(RunReader reader, ValueKind kind) throws IOException, TaskException {
        Slice value = kind == ValueKind.LONGS
                ? Slice.of(Long.toString(reader.number()).getBytes(StandardCharsets.US_ASCII))
                : reader.value();
        for (long left = reader.times(); left > 0; left--) {
            escape(reader.key()); // which may have moved while a long value was read
            out.write('\t');
            escape(value);
            out.write('\n');
        }
    }

    private void escape(Slice text) throws IOException {
        byte[] bytes = text.array();
        int done = text.offset();
        for (int i = done; i < text.end(); i++) {
            char letter = switch (bytes[i]) {
                case '\\' -> '\\';
                case '\t' -> 't';
                case '\n' -> 'n';
                case '\r' -> 'r';
                default -> 0;
            };
            if (letter != 0) {
                out.write(bytes, done, i - done);
                out.write('\\');
                out.write(letter);
                done = i + 1;
            }
        }
        out.write(bytes, done, text.end() - done);
    }

    private void copy(SourceFile file, long bytes) throws IOException {
        byte[] buffer = new byte[COPY_BYTES];
        for (long at = 0; at < bytes; ) {
            int length = (int) Math.min(buffer.length, bytes - at);
            file.read(at, buffer, length);
            out.write(buffer, 0, length);
            at += length;
        }
    }

    /** A run of the file; knows where what was read last begins. Does not close the file. */
    private static final class PlacedSource extends StoredRun {
        private final Path path;
        private long last;

        PlacedSource(Run run, SourceFile file) {
            super(file, run.first(), run.next());
            this.path = run.path();
            this.last = run.first();
        }

        @Override
        public void read(byte[] into, int length) throws IOException {
            long from = at();
            super.read(into, length);
            last = from;
        }

        @Override
        public IOException damaged(String what) throws DamagedException {
            throw new DamagedException(path, last, what);
        }

        @Override
        public void close() {}
    }

    /** Tells its own errors from those of the file that is read. */
    private static final class NamedOutput extends FilterOutputStream {
        NamedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            try {
                out.write(b);
            } catch (IOException failure) {
                throw new OutputException(failure);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException failure) {
                throw new OutputException(failure);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException failure) {
                throw new OutputException(failure);
            }
        }
    }
}
