package dev.mr.embed;

import dev.mr.api.Job;
import dev.mr.api.Plan;
import dev.mr.api.Slice;
import dev.mr.task.Compression;
import dev.mr.task.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * A MapReduce job in this program: the user gives a map and a reduce function, inputs and numbers; threads of this process do the
 * work, with the same engine, files and database as {@code mr-driver} and its workers. Word count, whole:
 *
 * <pre>{@code
 * try (MapReduce.Result result = MapReduce.job(plan -> plan.input(Input.BLOCKS_OF_WORDS)
 *                 .map((text, out) -> Words.each(text, (bytes, from, to) -> out.emit(bytes, from, to, 1)))
 *                 .sum())
 *         .inputs(Path.of("inputs"))
 *         .mapTasks(6)
 *         .reduceTasks(4)
 *         .run()) {
 *     for (MapReduce.Entry word : result) {
 *         System.out.println(word.keyText() + " " + word.valueNumber());
 *     }
 *     System.out.println(result.counters().get("map.input.bytes") + " bytes read");
 * }
 * }</pre>
 *
 * <p><b>Functions.</b> A function given as a lambda is shared by all worker threads and keeps no state; one with state is given as
 * a supplier ({@code plan.map(MyMapper::new)}), which makes a new one for each attempt. What a function throws, an Error too, fails
 * the attempt, and the task is tried again, {@link #maxAttempts} times in all. Inputs and intermediate data may be larger than memory.
 *
 * <p><b>Without {@link #directory}</b> the run is thrown away: its files lie in a temporary directory until the result is closed.
 *
 * <p><b>With one</b> it is durable. What is committed survives this process: running the same job in the same directory again
 * goes on where the last run, cancelled or killed, was; when the job has succeeded it runs nothing and has its result. The settings and
 * inputs given must be those stored there, else the run is refused with the list of differences. The functions themselves
 * cannot be compared: whoever changes them takes another directory, or tells versions apart by {@code set("version", "2")}.
 * The job's name is stored as {@code embedded}, or {@code embedded:<name>} for a {@link Job} with a name; {@code mr-driver status} shows it,
 * {@code mr-driver resume} and {@code mr-worker} leave it alone. One run at a time has a directory, in whichever process.
 *
 * <p><b>Results.</b> Output files are binary records by default, so that keys and values come back exactly as they were emitted,
 * whatever bytes they have; with {@link #textOutput} they are lines for other programs to read, and are not iterated, since a line does
 * not tell where its key ends.
 *
 * <p><b>This program</b> stays as it is: nothing is written to its streams, its logging, handlers and properties are its own, and
 * when {@link #run} has thrown or its result is closed no thread and no temporary file is left. Warnings, such as of an attempt
 * that failed and runs again, go to SLF4J or {@link #onWarning}.
 *
 * <p>Not thread-safe. One object may be run several times; later settings do not change runs that have begun.
 */
public final class MapReduce {
    private final Terms terms;

    private MapReduce(Terms terms) {
        this.terms = terms;
    }

    /** The job that this plan says. */
    public static MapReduce job(Consumer<Plan> plan) {
        return new MapReduce(new Terms(ProgramJob.of(plan)));
    }

    /** This job. */
    public static MapReduce job(Job job) {
        return new MapReduce(new Terms(ProgramJob.of(job)));
    }

    /**
     * Sets an option of the job. A plan given as a lambda may be given any: they are stored, and its functions see them as {@code
     * task().options()}.
     */
    public MapReduce set(String key, String value) {
        terms.settings.put(key, value);
        return this;
    }

    /** Adds files to read, and folders, of which all files but hidden ones are read. They must not change until the job is done. */
    public MapReduce inputs(Path... paths) {
        return inputs(Arrays.asList(paths));
    }

    /** As {@link #inputs(Path...)}. */
    public MapReduce inputs(Collection<Path> paths) {
        terms.inputs.addAll(paths);
        return this;
    }

    /** How many map tasks; one for each input file by default, fewer for very many small ones. */
    public MapReduce mapTasks(int count) {
        terms.mapTasks = count;
        return this;
    }

    /** How many reduce tasks, and output files; 4 by default. */
    public MapReduce reduceTasks(int count) {
        terms.reduceTasks = count;
        return this;
    }

    /** How many tasks are worked on at once, by default as many as there are processors, if the heap has room. Not stored. */
    public MapReduce workers(int count) {
        terms.workers = count;
        return this;
    }

    /** What one task may hold in tables and buffers before it spills, in bytes; 64 MiB by default. */
    public MapReduce memory(long bytes) {
        terms.memoryBytes = bytes;
        return this;
    }

    /** How often the job's functions may fail on one task before the job fails; 4 by default. */
    public MapReduce maxAttempts(int count) {
        terms.maxAttempts = count;
        return this;
    }

    /** How many records on which the map function fails twice may be left out; none by default. */
    public MapReduce skipBadRecords(int count) {
        terms.skipBadRecords = count;
        return this;
    }

    /** How long a task may be without progress; ten minutes by default. */
    public MapReduce taskTimeout(Duration time) {
        terms.taskTimeout = time;
        return this;
    }

    /** How intermediate files are compressed; not at all by default. */
    public MapReduce compress(Compression compression) {
        terms.compression = compression;
        return this;
    }

    /** What intermediate files survive in a {@link #directory}; the death of the process by default, and not a power cut. */
    public MapReduce durability(Durability durability) {
        terms.durability = durability;
        return this;
    }

    /** The directory in which the run is durable; made if it is missing. */
    public MapReduce directory(Path path) {
        terms.directory = path;
        return this;
    }

    /** Where a run that is thrown away has its files, instead of the system's temporary folder; for more than that can take. */
    public MapReduce temporaryIn(Path folder) {
        terms.temporaryIn = folder;
        return this;
    }

    /** Makes output files of lines {@code key value}, for other programs to read; the result then cannot be iterated. */
    public MapReduce textOutput() {
        terms.text = true;
        return this;
    }

    /** Lets the failed tasks of a job that failed in the directory run again; without it such a job stays as it is. */
    public MapReduce retryFailed() {
        terms.retryFailed = true;
        return this;
    }

    /** Lets a job that is finished in the directory, whatever it was, be replaced with all its output. */
    public MapReduce replaceFinished() {
        terms.replaceFinished = true;
        return this;
    }

    /** Takes the lines about what went wrong and was dealt with; on the driver's thread, so it does not wait. */
    public MapReduce onWarning(Consumer<String> listener) {
        terms.warnings = listener;
        return this;
    }

    /**
     * Runs the job to its end. Interrupting this thread cancels it: the interrupt is then still set.
     *
     * @throws IllegalArgumentException naming everything that is wrong with the plan, the inputs or the numbers; nothing was created
     * @throws MapReduceException when the job failed, or could not be run
     */
    public Result run() {
        EmbeddedRun run = EmbeddedRun.start(terms.copy());
        try {
            return run.await();
        } catch (InterruptedException interrupted) {
            run.cancel();
            try {
                return run.awaitEnd();
            } finally {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Starts the job and returns. The program does not end before the job does, or is cancelled.
     *
     * @throws IllegalArgumentException as {@link #run}
     */
    public Handle start() {
        return EmbeddedRun.start(terms.copy());
    }

    /** A job that was started. Thread-safe. */
    public interface Handle extends AutoCloseable {
        /**
         * Ends the run soon; a job that has just succeeded stays so. A durable job can be run again and goes on, any other is gone.
         * May be called at any time from any thread, also by the job's own functions.
         */
        void cancel();

        /** Where the job is. */
        Progress progress();

        /** Whether {@link #await} would return or throw at once. */
        boolean isDone();

        /**
         * Waits for the job's end. Each call has the same answer.
         *
         * @throws MapReduceException when the job failed, was cancelled, or could not be run
         * @throws InterruptedException when this thread was interrupted; the job goes on
         */
        Result await() throws InterruptedException;

        /** Cancels the job if it still runs, waits for its end and closes its result. */
        @Override
        void close();
    }

    /** Tasks by phase, and the sums of counters over the tasks done so far. */
    public record Progress(
            int mapTasks, int mapTasksDone, int reduceTasks, int reduceTasksDone, SortedMap<String, Long> counters) {}

    /**
     * What a job made. Iterated in the order of {@code out-0}, {@code out-1} and so on, and in each as the reduce function emitted;
     * any number of times, by streams that hold one record. What cannot be read, or was changed, is an {@link
     * java.io.UncheckedIOException} that names the file.
     */
    public interface Result extends Iterable<Entry>, AutoCloseable {
        /** The job's counters by name: its own, and the engine's, which begin with {@code map.} and {@code reduce.}. */
        SortedMap<String, Long> counters();

        /** The folder with the output files, and side files below {@code side}. */
        Path output();

        /** Closes its iterators, and deletes what is not in a directory the user named. */
        @Override
        void close();
    }

    /** A record of the output, which may be kept. The value is empty for a key that was emitted alone. */
    public record Entry(Slice key, Slice value) {
        /** The key as UTF-8. */
        public String keyText() {
            return key.text();
        }

        /** The value as UTF-8; a long as its digits. */
        public String valueText() {
            return value.text();
        }

        /** The value of a job whose values are longs. */
        public long valueNumber() {
            return Long.parseLong(value.text());
        }
    }
}
