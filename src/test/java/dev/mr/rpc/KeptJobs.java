package dev.mr.rpc;

import dev.mr.task.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service's jobs, kept in memory: accepted, written about and ended by hand. */
final class KeptJobs implements JobRequests {
    final List<Submission> submitted = new CopyOnWriteArrayList<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger waiting = new AtomicInteger();
    /** What the next calls throw. */
    volatile @Nullable Throwable failure;
    /** What calls wait for, but for submits. */
    volatile CountDownLatch gate = new CountDownLatch(0);
    /** What submits wait for. */
    volatile CountDownLatch submitGate = new CountDownLatch(0);

    private final Map<String, JobView> jobs = new LinkedHashMap<>();
    private final Map<String, List<JobLine>> lines = new LinkedHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    @Override
    public String submit(Submission submission) {
        begin(submitGate);
        submitted.add(submission);
        return accept(submission.request(), submission.job());
    }

    /** Once for each request. */
    synchronized String accept(String request, String name) {
        String job = "job-" + request;
        lines.computeIfAbsent(job, none -> new ArrayList<>());
        jobs.putIfAbsent(
                job,
                new JobView(
                        job,
                        request,
                        name,
                        JobState.PENDING,
                        "",
                        "/service/jobs/" + job,
                        "",
                        1_000 + jobs.size(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        return job;
    }

    @Override
    public JobView get(String job) {
        begin();
        JobView view = known(job);
        return of(view, view.state(), view.message(), Optional.of(new JobView.Progress(10, 7, 3, 1)));
    }

    @Override
    public synchronized List<JobView> list(String after, int limit) {
        begin();
        List<JobView> all = new ArrayList<>(jobs.values());
        int from = after.isEmpty() ? 0 : all.indexOf(known(after)) + 1;
        return List.copyOf(all.subList(from, Math.min(all.size(), from + limit)));
    }

    @Override
    public JobView cancel(String job) {
        begin();
        if (known(job).state() == JobState.SUCCEEDED) {
            throw new JobRefusal(JobRefusal.Kind.LATE, job + " has succeeded");
        }
        return become(job, JobState.CANCELLED, "cancelled by a client");
    }

    @Override
    public synchronized Page history(String job, long after, int limit) {
        begin();
        reads.incrementAndGet();
        boolean finished = known(job).state().isFinished();
        List<JobLine> all = lines.getOrDefault(job, List.of());
        int from = (int) Math.min(all.size(), after);
        int to = Math.min(all.size(), from + limit);
        return new Page(List.copyOf(all.subList(from, to)), finished && to == all.size());
    }

    @Override
    public void onGrowth(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** The job is in this state from now on; who watches it hears of that. */
    JobView become(String job, JobState state, String message) {
        JobView now;
        synchronized (this) {
            now = of(known(job), state, message, Optional.empty());
            jobs.put(job, now);
            append(job, 1, state.name()); // at once: who reads that it has finished finds its last line
        }
        listeners.forEach(listener -> listener.accept(job));
        return now;
    }

    /** So many more lines, then the news of them. */
    void write(String job, int count, String text) {
        append(job, count, text);
        listeners.forEach(listener -> listener.accept(job));
    }

    private synchronized void append(String job, int count, String text) {
        List<JobLine> all = lines.getOrDefault(job, new ArrayList<>());
        for (int i = 0; i < count; i++) {
            long sequence = all.size() + 1L;
            all.add(new JobLine(sequence, 5_000 + sequence, 2, "committed", "m-" + i, 1, 4, text));
        }
    }

    synchronized List<JobLine> lines(String job) {
        return List.copyOf(lines.getOrDefault(job, List.of()));
    }

    private synchronized JobView known(String job) {
        JobView view = jobs.get(job);
        if (view == null) {
            throw new JobRefusal(JobRefusal.Kind.UNKNOWN, "there is no job " + job);
        }
        return view;
    }

    private void begin() {
        begin(gate);
    }

    private void begin(CountDownLatch awaited) {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        waiting.incrementAndGet();
        try {
            awaited.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static JobView of(JobView view, JobState state, String message, Optional<JobView.Progress> progress) {
        boolean ended = state.isFinished();
        return new JobView(
                view.job(),
                view.request(),
                view.name(),
                state,
                message,
                view.directory(),
                state == JobState.SUCCEEDED ? view.directory() + "/out" : "",
                view.createdMillis(),
                state == JobState.PENDING ? Optional.empty() : Optional.of(view.createdMillis() + 1),
                ended ? Optional.of(view.createdMillis() + 2) : Optional.empty(),
                progress);
    }
}
