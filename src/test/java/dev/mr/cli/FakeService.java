package dev.mr.cli;

import dev.mr.files.DriverFile;
import dev.mr.files.JobDirectory;
import dev.mr.files.LocalFileSystem;
import dev.mr.files.Machine;
import dev.mr.rpc.DriverAddress;
import dev.mr.rpc.JobLine;
import dev.mr.rpc.JobView;
import dev.mr.rpc.Submission;
import dev.mr.rpc.Token;
import dev.mr.task.ExitCode;
import dev.mr.task.JobState;
import dev.mr.task.MrException;
import dev.mr.task.TimeSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A service in memory, whose connections break when a test says so, and whose time passes when somebody waits for it. */
final class FakeService implements ServiceClient.Factory, TimeSource {
    static final long CREATED = 1_700_000_000_000L;

    final List<Submission> submissions = new ArrayList<>();
    final List<JobView> jobs = new ArrayList<>();
    final List<JobLine> lines = new ArrayList<>();
    final List<Long> watchedAfter = new ArrayList<>();
    final Map<String, String> environment;
    /** What goes wrong with the next calls of the named kind, in order. */
    final Deque<String> failing = new ArrayDeque<>();
    /** After so many lines each watch breaks; 0 for never. */
    int breaksAfter;

    /** Whether nobody answers for ever. */
    boolean away;

    int open;
    private long nanos;

    FakeService(Map<String, String> environment) {
        this.environment = environment;
    }

    /** A root whose service runs in this very process. */
    static void live(Path root) throws IOException {
        JobDirectory directory = JobDirectory.at(root);
        Files.createDirectories(directory.own());
        Files.write(
                directory.driverJson(),
                DriverFile.ofThisProcess("", Machine.startedMillis(), "127.0.0.1:4711", 1)
                        .content());
        Files.writeString(directory.token(), "0123456789abcdef".repeat(4) + "\n", StandardCharsets.US_ASCII);
    }

    ServicePorts ports() {
        return new ServicePorts(
                this,
                new SettingSources(environment, Path.of("no-such-folder")),
                new LocalFileSystem(),
                this,
                time -> nanos += time.toNanos());
    }

    static JobView view(String job, JobState state, String message) {
        boolean begun = state != JobState.PENDING;
        return new JobView(
                job,
                "request-" + job,
                "wordcount",
                state,
                message,
                "/srv/jobs/" + job,
                state == JobState.SUCCEEDED ? "/srv/jobs/" + job + "/out" : "",
                CREATED,
                begun ? Optional.of(CREATED + 1) : Optional.empty(),
                state.isFinished() ? Optional.of(CREATED + 2) : Optional.empty(),
                Optional.of(new JobView.Progress(4, 3, 2, 1)));
    }

    static JobLine line(long sequence, String task) {
        return new JobLine(sequence, CREATED, 1, "what-" + sequence, task, task.isEmpty() ? 0 : 1, 0, "text");
    }

    Duration passed() {
        return Duration.ofNanos(nanos);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMillis() {
        return CREATED;
    }

    @Override
    public ServiceClient open(DriverAddress address, Token token) {
        open++;
        return new Client();
    }

    private MrException unavailable() {
        return new MrException(ExitCode.ENVIRONMENT, "the service does not answer");
    }

    private final class Client implements ServiceClient {
        private void answer(String call) {
            if (away) {
                throw unavailable();
            }
            if (!failing.isEmpty() && failing.peek().equals(call)) {
                failing.remove();
                throw unavailable();
            }
        }

        @Override
        public String submit(Submission submission) {
            submissions.add(submission);
            answer("submit");
            return "job-1";
        }

        @Override
        public JobView get(String job) {
            answer("get");
            return jobs.stream()
                    .filter(view -> view.job().equals(job))
                    .findFirst()
                    .orElseThrow(() -> new MrException(ExitCode.USAGE, "there is no job " + job));
        }

        @Override
        public List<JobView> list(String after, int limit) {
            answer("list");
            int from = after.isEmpty() ? 0 : jobs.indexOf(get(after)) + 1;
            return jobs.subList(from, Math.min(jobs.size(), from + limit)).stream()
                    .map(view -> new JobView(
                            view.job(),
                            view.request(),
                            view.name(),
                            view.state(),
                            view.message(),
                            view.directory(),
                            view.output(),
                            view.createdMillis(),
                            view.begunMillis(),
                            view.finishedMillis(),
                            Optional.empty()))
                    .toList();
        }

        @Override
        public JobView cancel(String job) {
            answer("cancel");
            return get(job);
        }

        @Override
        public void watch(String job, long after, Consumer<JobLine> sink) {
            answer("watch");
            watchedAfter.add(after);
            int given = 0;
            for (JobLine line : lines) {
                if (line.sequence() > after) {
                    sink.accept(line);
                    if (++given == breaksAfter) {
                        throw unavailable();
                    }
                }
            }
        }

        @Override
        public void close() {
            open--;
        }
    }
}
