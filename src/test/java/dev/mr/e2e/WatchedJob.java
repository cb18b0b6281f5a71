package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.rpc.JobLine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** The history of a job as a client hears it that comes back after each break, behind the last line it has. */
final class WatchedJob implements Runnable {
    private final TestService service;
    private final String id;
    private final List<JobLine> lines = new CopyOnWriteArrayList<>();

    WatchedJob(TestService service, String id) {
        this.service = service;
        this.id = id;
    }

    /** To the end of the job. */
    @Override
    public void run() {
        service.askUntilAnswered(client -> {
            client.watch(id, lines.isEmpty() ? 0 : lines.get(lines.size() - 1).sequence(), lines::add);
            return id;
        });
    }

    /** The lines so far. */
    List<JobLine> lines() {
        return lines;
    }

    /** That each line of the history was heard once and in order, from the first to the end of a job that succeeded. */
    void assertHeardAll() {
        List<String> stored = service.record()
                .rows("SELECT seq, what FROM event JOIN job USING (job) WHERE uuid = '" + id + "' ORDER BY seq");
        assertThat(lines)
                .as("history of job %s", id)
                .extracting(line -> line.sequence() + " " + line.what())
                .containsExactlyElementsOf(stored);
        assertThat(lines)
                .extracting(JobLine::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, lines.size()).boxed().toList());
        assertThat(lines.stream().filter(line -> line.what().equals("job-succeeded")))
                .hasSize(1);
        assertThat(lines).extracting(JobLine::epoch).isSorted();
    }
}
