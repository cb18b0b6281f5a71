package dev.mr.embed;

import dev.mr.driver.DriverRun;
import dev.mr.driver.DriverSite;
import dev.mr.driver.JobResume;
import dev.mr.driver.JobStart;
import dev.mr.driver.RunOptions;
import dev.mr.driver.Site;
import dev.mr.files.FileSystem;
import dev.mr.files.IoFailure;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.rpc.InProcessDriverAddress;
import dev.mr.shuffle.CancelledException;
import dev.mr.shuffle.RangeSample;
import dev.mr.shuffle.SampleRequest;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.store.JobStatus;
import dev.mr.store.StatusReader;
import dev.mr.task.ExitCode;
import dev.mr.task.JobSpec;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.PartitionerName;
import dev.mr.worker.Worker;
import dev.mr.worker.WorkerOptions;
import dev.mr.worker.WorkerPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs in this process: one thread that is the driver, and the workers' own. What it opens, makes and starts is closed,
 * deleted and ended when that thread has ended.
 */
final class EmbeddedRun implements MapReduce.Handle {
    /** The driver cannot be lost without its stream. */
    private static final Duration NEVER = Duration.ofDays(1000);

    private final Terms terms;
    private final Preparation job;
    private final FileSystem files;
    private final JobDirectory directory;
    private final Site site;
    private final InProcessDriverAddress address = new InProcessDriverAddress();
    private final Failures failures = new Failures();
    private final Verdict verdict;
    private final ProgramVoice voice;
    private final WorkerThreads workers;
    private final DriverRun run;
    private final Thread driver;
    private final ProgramCode code;
    private volatile boolean cancelled;
    private final TaskProgress sample = new TaskProgress();
    private boolean sampling;
    private volatile @Nullable Throwable despair;
    private volatile MapReduce.@Nullable Result result;
    private volatile @Nullable MapReduceException failure;

    private EmbeddedRun(Terms terms, Preparation job, JobDirectory directory, FileSystem files) {
        this.terms = terms;
        this.job = job;
        this.files = files;
        this.directory = directory;
        this.site = DriverSite.at(directory);
        this.code = new ProgramCode(job.plan(), Thread.currentThread().getContextClassLoader());
        this.verdict = new Verdict(
                directory.root().toString(), isDurable(), job.spec().rules().maxAttempts(), failures);
        this.voice = new ProgramVoice(job.spec(), terms.warnings);
        this.workers = new WorkerThreads(job.workers(), this::worker, site.time(), this::giveUp);
        this.run = new DriverRun(
                site, new RunOptions(address, job.workers(), List.of(), OptionalLong.empty()), voice, workers);
        this.driver = new Thread(this::live, "mr-driver");
    }

    /** Looks at everything, then starts. */
    static EmbeddedRun start(Terms terms) {
        FileSystem files = new LocalFileSystem();
        try {
            Preparation job = Preparation.of(terms, files);
            EmbeddedRun run = new EmbeddedRun(terms, job, JobDirectory.at(root(terms)), files);
            run.driver.start();
            return run;
        } catch (MrException | IOException failure) {
            throw Verdict.of(failure);
        }
    }

    private static Path root(Terms terms) throws IOException {
        return terms.directory == null ? folder(terms) : terms.directory;
    }

    private static Path folder(Terms terms) throws IOException {
        if (terms.temporaryIn == null) {
            return Files.createTempDirectory("mr-run-");
        }
        return Files.createTempDirectory(Files.createDirectories(terms.temporaryIn), "mr-run-");
    }

    private boolean isDurable() {
        return terms.directory != null;
    }

    private Worker worker(String label, ThreadFactory threads) {
        return new Worker(
                new WorkerOptions(null, new WorkerOptions.Endpoint(address, directory.token()), label, 1, NEVER, false),
                new WorkerPorts(files, site.time(), site.build(), line -> {}, code, threads, failures));
    }

    /** The driver's thread, whole. */
    private void live() {
        try (InProcessDriverAddress transport = address;
                DriverRun opened = run) {
            result = result(drive());
        } catch (Throwable thrown) {
            failure = Verdict.of(thrown);
        }
        if (failure != null && !isDurable()) {
            clear();
        }
    }

    private DriverRun.Outcome drive() throws IOException {
        Optional<StoredJob> stored = isDurable() ? StoredJob.in(directory) : Optional.empty();
        boolean replace =
                terms.replaceFinished && (stored.isEmpty() || stored.get().isFinished());
        boolean migrate = stored.isEmpty() && isOfEarlierVersion();
        if ((stored.isEmpty() && !migrate) || replace) {
            JobStart start = new JobStart(site);
            start.check(replace);
            return start.run(complete(), job.inputs(), replace, run, () -> {});
        }
        if (stored.isPresent()) {
            stored.get().require(job.spec(), job.inputs().inputs(), files);
        }
        return new JobResume(site, voice)
                .run(new JobResume.Request(job.spec().options(), terms.inputs, terms.retryFailed), run);
    }

    /** Only whoever holds its lock may bring the database up to date, and read it then. */
    private boolean isOfEarlierVersion() throws IOException {
        return isDurable()
                && files.facts(directory.database()).isPresent()
                && StatusReader.identify(directory.database()).isEmpty();
    }

    /** With the boundaries of partitions by range, for which the map function is called on this thread. */
    private JobSpec complete() throws IOException {
        JobSpec spec = job.spec();
        if (spec.shuffle().partitioner() != PartitionerName.RANGE) {
            return spec;
        }
        // Not in the directory, which is nobody's yet.
        Path scratch = folder(terms);
        SampleRequest request = SampleRequest.of(
                spec, directory.root(), job.plan().input(), job.inputs().inputs());
        List<String> points;
        setSampling(true);
        try {
            points = RangeSample.points(request, job.plan(), scratch, true, sample, files);
        } catch (CancelledException stopped) {
            throw verdict.cancelled(List.of());
        } catch (TaskException changed) {
            throw new MrException(ExitCode.INPUT_CHANGED, String.valueOf(changed.getMessage()), changed);
        } finally {
            setSampling(false);
            files.deleteTree(scratch);
        }
        if (cancelled) {
            // What was sampled until then is not to be stored.
            throw verdict.cancelled(List.of());
        }
        return spec.withShuffle(spec.shuffle().withRangePoints(points));
    }

    /** Only then may this thread be interrupted. */
    private synchronized void setSampling(boolean now) {
        sampling = now;
        if (!now && Thread.interrupted()) {
            cancelled = true;
        }
    }

    private MapReduce.Result result(DriverRun.Outcome outcome) throws IOException {
        workers.stuck().forEach(thread -> voice.warn("the job's code did not end when interrupted: " + thread));
        if (outcome.state().isEmpty() && outcome.exitCode() == ExitCode.DONE) {
            Throwable hopeless = despair;
            throw hopeless == null || cancelled ? verdict.cancelled(workers.stuck()) : Verdict.of(hopeless);
        }
        if (outcome.state().isEmpty() || outcome.state().get() != JobState.SUCCEEDED) {
            throw verdict.of(outcome);
        }
        if (!isDurable()) {
            files.deleteTree(directory.intermediate());
        }
        JobStatus status = StatusReader.require(directory.database());
        voice.done(job.spec(), status.counters());
        return new StoredResult(directory, files, JobSpec.ofOptions(status.options()), status.counters(), isDurable());
    }

    private void clear() {
        try {
            files.deleteTree(directory.root());
        } catch (IOException left) {
            voice.warn(directory.root() + " cannot be deleted: " + IoFailure.text(left));
        }
    }

    private void giveUp(Throwable hopeless) {
        despair = hopeless;
        run.stop();
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        run.stop();
        sample.cancel();
        if (sampling) {
            driver.interrupt();
        }
    }

    @Override
    public MapReduce.Progress progress() {
        return voice.progress();
    }

    @Override
    public boolean isDone() {
        return !driver.isAlive();
    }

    @Override
    public MapReduce.Result await() throws InterruptedException {
        driver.join();
        return answer();
    }

    /** As {@link #await}, whether this thread is interrupted or not; its being so is still known afterwards. */
    MapReduce.Result awaitEnd() {
        joinDriver();
        return answer();
    }

    private void joinDriver() {
        boolean interrupted = false;
        while (driver.isAlive()) {
            try {
                driver.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private MapReduce.Result answer() {
        MapReduce.Result made = result;
        MapReduceException thrown = failure;
        if (made != null) {
            return made;
        }
        throw thrown == null ? new IllegalStateException("the driver's thread has ended without an answer") : thrown;
    }

    @Override
    public void close() {
        if (result == null) {
            cancel();
        }
        joinDriver();
        MapReduce.Result made = result;
        if (made != null) {
            made.close();
        }
    }
}
