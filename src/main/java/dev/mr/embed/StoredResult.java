package dev.mr.embed;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.task.JobSpec;
import dev.mr.task.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The result of a job that succeeded, as its files have it. Thread-safe, but for its iterators. */
final class StoredResult implements MapReduce.Result {
    private static final String RECORDS = "reduce.output.records";

    private final JobDirectory directory;
    private final FileSystem files;
    private final JobSpec spec;
    private final SortedMap<String, Long> counters;
    private final boolean durable;
    private final List<OutputIterator> iterators = new ArrayList<>();
    private boolean closed;

    StoredResult(
            JobDirectory directory, FileSystem files, JobSpec spec, SortedMap<String, Long> counters, boolean durable) {
        this.directory = directory;
        this.files = files;
        this.spec = spec;
        this.counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
        this.durable = durable;
    }

    @Override
    public SortedMap<String, Long> counters() {
        return counters;
    }

    @Override
    public Path output() {
        return directory.output();
    }

    @Override
    public synchronized Iterator<MapReduce.Entry> iterator() {
        if (closed) {
            throw new IllegalStateException("the result is closed");
        }
        if (spec.shuffle().output() != OutputFormat.RECORDS) {
            throw new IllegalStateException("the output is text, in which a key cannot be told from its value; read the"
                    + " files in " + output() + ", or leave textOutput() out");
        }
        List<Path> outputs = new ArrayList<>();
        for (int r = 0; r < spec.reduceTasks(); r++) {
            outputs.add(output().resolve(spec.outputPrefix() + r));
        }
        OutputIterator iterator = new OutputIterator(outputs, counters.getOrDefault(RECORDS, 0L));
        iterators.removeIf(OutputIterator::isClosed);
        iterators.add(iterator);
        return iterator;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        iterators.forEach(OutputIterator::close);
        if (!durable) {
            try {
                files.deleteTree(directory.root());
            } catch (IOException left) {
                throw new UncheckedIOException(left);
            }
        }
    }
}
