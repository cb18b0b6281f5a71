package dev.mr.worker;

import dev.mr.catalog.JarFiles;
import dev.mr.catalog.JobScope;
import dev.mr.files.FileSystem;
import dev.mr.shuffle.RangeSample;
import dev.mr.shuffle.SampleRequest;
import dev.mr.shuffle.TaskException;
import dev.mr.shuffle.TaskProgress;
import dev.mr.task.FailureKind;
import dev.mr.task.SampleAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Samples a job's keys in a process made for that: the job's code is called on a thread of its own, and what it prints goes where the
 * process prints to. Used once.
 */
public final class KeySampling {
    private final SampleRequest request;
    private final Path folder;
    private final FileSystem files;
    private final JobSource jobs;
    private final Thread thread = new Thread(this::answer, "mr-sample");
    private volatile @Nullable SampleAnswer answer;

    /** In {@code folder}, an existing directory. */
    public KeySampling(SampleRequest request, Path folder, FileSystem files) {
        this.request = request;
        this.folder = folder;
        this.files = files;
        this.jobs = new LoadedJobs(files);
    }

    /** Answers within {@code --task-timeout}. The job's code may still be running then. */
    public SampleAnswer run() throws InterruptedException {
        Duration timeout = request.spec().rules().taskTimeout();
        thread.setDaemon(true);
        thread.start();
        thread.join(Math.max(1, timeout.toMillis()));
        SampleAnswer found = answer;
        if (found != null) {
            return found;
        }
        return SampleAnswer.ofFailure(
                FailureKind.USER,
                "its map function did not end within " + timeout.toSeconds() + " s (--task-timeout)"
                        + Stack.place(thread.getStackTrace()));
    }

    /** When the job's code is ending this process: what there is to tell about it. */
    public Optional<SampleAnswer> exiting() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                return Optional.of(SampleAnswer.ofFailure(
                        FailureKind.USER,
                        "its map function ended the process with System.exit" + Stack.place(thread.getStackTrace())));
            }
        }
        return Optional.empty();
    }

    private void answer() {
        try {
            answer = SampleAnswer.ofPoints(points());
        } catch (JarFiles.JarChangedException changed) {
            answer = SampleAnswer.ofFailure(FailureKind.INPUT_CHANGED, Stack.summary(changed));
        } catch (TaskException failed) {
            answer = failure(failed.kind(), failed);
        } catch (IOException failed) {
            answer = failure(DiskTrouble.kindOf(failed), failed);
        } catch (Throwable thrown) {
            // Whatever the job's code throws is news for the driver.
            answer = failure(FailureKind.USER, thrown);
        }
    }

    private List<String> points() throws IOException, TaskException, JarFiles.JarChangedException {
        try (JobSource.Held job = jobs.hold("", request.spec())) {
            return points(job);
        }
    }

    private List<String> points(JobSource.Held job) throws IOException, TaskException, JarFiles.JarChangedException {
        try (JobScope scope = new JobScope(job.classLoader())) {
            return RangeSample.points(request, job.plan(), folder, false, new TaskProgress(), files);
        } catch (TaskException | RuntimeException | Error failed) {
            job.check(); // a jar that was written over fails in strange ways
            throw failed;
        }
    }

    private static SampleAnswer failure(FailureKind kind, Throwable failure) {
        String where = "";
        if (kind == FailureKind.USER) {
            System.err.print(Stack.text(failure));
            where = Stack.place(failure);
        }
        return SampleAnswer.ofFailure(kind, Stack.summary(failure) + where);
    }
}
