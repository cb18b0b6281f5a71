package dev.mr.embed;

import dev.mr.shuffle.OutputRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of output files, one file after the other, each opened when it is its turn. */
final class OutputIterator implements Iterator<MapReduce.Entry> {
    private final List<Path> outputs;
    private final long expected;
    private int opened;
    private long seen;
    private @Nullable OutputRecords current;
    private MapReduce.@Nullable Entry next;
    private boolean ended;
    private volatile boolean closed;

    /** There must be so many records in all. */
    OutputIterator(List<Path> outputs, long expected) {
        this.outputs = outputs;
        this.expected = expected;
    }

    @Override
    public boolean hasNext() {
        if (next == null && !ended) {
            try {
                next = read();
            } catch (IOException failure) {
                close();
                throw new UncheckedIOException(failure);
            }
        }
        return next != null;
    }

    private MapReduce.@Nullable Entry read() throws IOException {
        while (true) {
            if (closed) {
                throw new IllegalStateException("the result is closed");
            }
            OutputRecords records = current;
            if (records != null && records.next()) {
                seen++;
                return new MapReduce.Entry(records.key().copy(), records.value().copy());
            }
            if (records != null) {
                records.close();
                current = null;
            }
            if (opened == outputs.size()) {
                ended = true;
                return end();
            }
            current = new OutputRecords(outputs.get(opened++));
        }
    }

    /** A file that has become empty is a sound file without records. */
    private MapReduce.@Nullable Entry end() throws IOException {
        closed = true;
        if (seen != expected) {
            throw new IOException("the files in " + outputs.get(0).getParent() + " have " + seen + " records, expected "
                    + expected + ": they have been changed; run the job again in another directory");
        }
        return null;
    }

    @Override
    public MapReduce.Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        MapReduce.Entry entry = next;
        next = null;
        if (entry == null) {
            throw new NoSuchElementException();
        }
        return entry;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
