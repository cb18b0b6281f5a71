package dev.mr.files;

import dev.mr.task.AttemptId;
import dev.mr.task.RecordNote;
import dev.mr.task.TaskId;
import java.nio.file.Path;

/**
 * Where everything of a job lies. {@code root} is the job directory; {@code state} holds the database and the driver's lock
 * and is {@code root/.mr} unless the job directory is on a network file system.
 */
public record JobDirectory(Path root, Path state) {
    public static final String RECEIPT = "RECEIPT";
    /** What the names of folders begin with in which keys are sampled. */
    public static final String SAMPLE = "sample-";
    /** Where side files lie, in an output directory and in an attempt's. */
    public static final String SIDE = "side";

    /** The usual layout: all below {@code root}. */
    public static JobDirectory at(Path root) {
        Path absolute = root.toAbsolutePath().normalize();
        return new JobDirectory(absolute, absolute.resolve(".mr"));
    }

    /**
     * The directory of a job in a folder below this one, in the usual layout; this one when the folder is empty.
     *
     * @throws IllegalArgumentException when the folder is not below it
     */
    public JobDirectory in(String folder) {
        if (folder.isEmpty()) {
            return this;
        }
        JobDirectory found = at(root.resolve(folder));
        if (found.root.equals(root) || !found.root.startsWith(root)) {
            throw new IllegalArgumentException("the folder \"" + folder + "\" is not below " + root);
        }
        return found;
    }

    /** The root as a person in this process's working directory would name it. */
    public Path shown() {
        Path here = Path.of("").toAbsolutePath();
        return root.startsWith(here) && !root.equals(here) ? here.relativize(root) : root;
    }

    public Path own() {
        return root.resolve(".mr");
    }

    public Path database() {
        return state.resolve("job.db");
    }

    /** Beside the database while it is open, and after its driver was killed. */
    public Path writeAheadLog() {
        return state.resolve("job.db-wal");
    }

    public Path lock() {
        return state.resolve("driver.lock");
    }

    public Path driverJson() {
        return own().resolve("driver.json");
    }

    public Path owner() {
        return own().resolve("owner");
    }

    public Path token() {
        return own().resolve("token");
    }

    /** There while the results are those of a run without driver and database, which the next start may replace. */
    public Path sequentialMark() {
        return own().resolve("sequential");
    }

    /** What a run without driver and database works in; it outlives one that was killed. */
    public Path sequentialWork() {
        return own().resolve("sequential-run");
    }

    /** Where keys are sampled before a job is stored. */
    public Path sample(String name) {
        return own().resolve(SAMPLE + name);
    }

    public Path logs() {
        return own().resolve("logs");
    }

    public Path attempts() {
        return own().resolve("attempts");
    }

    public Path attempt(AttemptId attempt) {
        return attempts().resolve(attempt.directoryName());
    }

    public Path receipt(AttemptId attempt) {
        return attempt(attempt).resolve(RECEIPT);
    }

    /** Where a map attempt notes the record it is on, and which becomes its RECEIPT. */
    public Path record(AttemptId attempt) {
        return attempt(attempt).resolve(RecordNote.FILE_NAME);
    }

    /** Where records lie that maps left out because the map function failed on them. */
    public Path quarantine() {
        return own().resolve("quarantine");
    }

    public Path intermediate() {
        return root.resolve("intermediate");
    }

    public Path output() {
        return root.resolve("out");
    }

    /** Where the output of a job is assembled before one rename makes it {@link #output()}. */
    public Path publish(String jobUuid, long epoch) {
        return own().resolve("publish-" + jobUuid + "-" + epoch);
    }

    /** Where a replaced job's files go before they are deleted. */
    public Path trash(String jobUuid) {
        return own().resolve("trash-" + jobUuid);
    }

    /** Where the side files of a task lie in an output directory: {@code side/<task>}. */
    public static Path sideFolder(Path output, TaskId task) {
        return output.resolve(SIDE).resolve(task.toString());
    }

    /** Where an attempt writes its side files, in its own directory. */
    public static Path sideFolder(Path attemptDirectory) {
        return attemptDirectory.resolve(SIDE);
    }

    /** The file name of a map's bucket, {@code mr-<map>-<bucket>}. */
    public static String bucketName(int map, int bucket) {
        return "mr-" + map + "-" + bucket;
    }
}
