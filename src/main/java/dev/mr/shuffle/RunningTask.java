package dev.mr.shuffle;

import dev.mr.api.Counter;
import dev.mr.api.Options;
import dev.mr.api.TaskContext;
import dev.mr.task.InputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The attempt that is running, as the job's code sees it. One thread. */
final class RunningTask implements TaskContext, Closeable {
    private static final Pattern COUNTER_NAME = Pattern.compile("(?!(map|reduce|mr)\\.)[A-Za-z0-9._-]{1,100}");

    private final TaskSite site;
    private final int reduceTasks;
    private final SortedMap<String, Total> counters = new TreeMap<>();
    private final SideFiles sideFiles;
    private final Deque<Closeable> resources = new ArrayDeque<>();
    private @Nullable InputFile input;
    private long offset = -1;

    /** A counter's sum so far. */
    private static final class Total implements Counter {
        private long sum;

        @Override
        public void add(long amount) {
            sum = Math.addExact(sum, amount);
        }
    }

    RunningTask(TaskSite site, int reduceTasks) {
        this.site = site;
        this.reduceTasks = reduceTasks;
        this.sideFiles = new SideFiles(site.directory());
    }

    /** From here on records are of this file. */
    void enter(InputFile file) {
        input = file;
        offset = -1;
    }

    /** There are no more records. */
    void leaveInput() {
        input = null;
        offset = -1;
    }

    /** The current record begins here. */
    void at(long position) {
        offset = position;
    }

    /** Where the current record, of so many bytes, is: for people. */
    String record(int length) {
        return "input " + inputName() + " at offset " + offset + " (" + length + " bytes)";
    }

    SortedMap<String, Long> counters() {
        SortedMap<String, Long> sums = new TreeMap<>();
        counters.forEach((name, total) -> sums.put(name, total.sum));
        return sums;
    }

    SideFiles sideFiles() {
        return sideFiles;
    }

    @Override
    public int id() {
        return site.task().index();
    }

    @Override
    public int attempt() {
        return site.attempt();
    }

    @Override
    public int reduceTasks() {
        return reduceTasks;
    }

    @Override
    public Options options() {
        return site.options();
    }

    @Override
    public String inputName() {
        return input == null ? "" : input.path();
    }

    @Override
    public int inputNumber() {
        return input == null ? -1 : input.source();
    }

    @Override
    public long inputOffset() {
        return offset;
    }

    @Override
    public Path jobDirectory() {
        return site.jobDirectory();
    }

    @Override
    public Counter counter(String name) {
        if (!COUNTER_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the counter \"" + name
                    + "\" is not 1 to 100 of the characters A-Z a-z 0-9 . _ -, not beginning with map. reduce. or mr.");
        }
        return counters.computeIfAbsent(name, unseen -> new Total());
    }

    @Override
    public OutputStream sideFile(String name) throws IOException {
        return sideFiles.create(name);
    }

    @Override
    public void closeAtEnd(Closeable resource) {
        resources.push(resource);
    }

    @Override
    public void close() throws IOException {
        while (!resources.isEmpty()) {
            closeQuietly(resources.pop());
        }
        sideFiles.close();
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException decidesNothing) {
            // as closeAtEnd says
        }
    }
}
