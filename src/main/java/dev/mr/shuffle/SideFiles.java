package dev.mr.shuffle;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.SideFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The side files of one attempt, {@code side/<name>} in its directory. One thread. */
final class SideFiles implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final List<Stream> streams = new ArrayList<>();

    SideFiles(Path directory) {
        this.folder = JobDirectory.sideFolder(directory);
    }

    OutputStream create(String name) throws IOException {
        if (!SideFile.isName(name)) {
            throw new IllegalArgumentException("the side file \"" + name
                    + "\" is not 1 to 200 of the characters A-Z a-z 0-9 . _ -, not beginning with a dot");
        }
        if (streams.stream().anyMatch(known -> known.name.equals(name))) {
            throw new IllegalArgumentException("the side file \"" + name + "\" was written already");
        }
        if (streams.isEmpty()) {
            Files.createDirectory(folder);
        }
        Stream stream = new Stream(name, new RecordFile(folder.resolve(name), BUFFER_BYTES, true));
        streams.add(stream);
        return stream;
    }

    /** Completes all of them; what each must look like to a reader, in the order of their names. */
    List<SideFile> finish() throws IOException {
        List<SideFile> finished = new ArrayList<>();
        for (Stream stream : streams) {
            stream.closed = true;
            finished.add(new SideFile(stream.name, stream.file.finish()));
        }
        finished.sort(Comparator.comparing(SideFile::name));
        return finished;
    }

    /** As {@link #finish()}, and fsynced with their folder. */
    List<SideFile> finish(FileSystem fileSystem) throws IOException {
        List<SideFile> finished = finish();
        for (SideFile file : finished) {
            fileSystem.fsync(folder.resolve(file.name()));
        }
        if (!finished.isEmpty()) {
            fileSystem.fsync(folder);
        }
        return finished;
    }

    @Override
    public void close() throws IOException {
        for (Stream stream : streams) {
            stream.file.close();
        }
    }

    /** One side file as its writer sees it. */
    private static final class Stream extends OutputStream {
        private final String name;
        private final RecordFile file;
        private boolean closed;

        Stream(String name, RecordFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (closed) {
                throw new IOException("the side file " + name + " is closed");
            }
            file.append(bytes, from, from + length);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
