package dev.mr.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A standard stream of the process, which remembers that whoever read it has had enough: a PrintWriter tells no reasons. */
final class StandardStream extends FilterWriter {
    private volatile boolean unwanted;

    StandardStream(Writer stream) {
        super(stream);
    }

    /** Not by way of {@code System.out}, which keeps it to itself when it cannot write. */
    static Writer to(FileDescriptor stream) {
        return new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8);
    }

    /** Whether a write failed for want of a reader, as behind {@code | head}. */
    static boolean isBrokenPipe(IOException failed) {
        return String.valueOf(failed.getMessage()).contains("roken pipe");
    }

    /** Whether one has. */
    boolean isUnwanted() {
        return unwanted;
    }

    @Override
    public void write(int character) throws IOException {
        write(new char[] {(char) character}, 0, 1);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        write(text.toCharArray(), from, length);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        try {
            super.write(text, from, length);
        } catch (IOException failed) {
            throw noted(failed);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            super.flush();
        } catch (IOException failed) {
            throw noted(failed);
        }
    }

    private IOException noted(IOException failed) {
        unwanted |= isBrokenPipe(failed);
        return failed;
    }
}
