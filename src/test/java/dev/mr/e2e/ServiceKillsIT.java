package dev.mr.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.rpc.JobView;
import dev.mr.shuffle.RandomText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A service that is killed at any instant, with many clients. */
@Tag("long")
class ServiceKillsIT {
    private static final int KILLS = 20;
    private static final int JOBS = 200;
    private static final int CLIENTS = 8;
    private static final int INPUTS = 8;
    private static final int WATCH_EVERY = 16;

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path room;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** So many submits are allowed yet, so that there is something to accept in each life of the service. */
    private final Semaphore allowed = new Semaphore(0);

    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, WatchedJob> watched = new ConcurrentHashMap<>();
    private final List<Future<?>> watches = new ArrayList<>();

    private TestService service;

    @BeforeEach
    void a_service() {
        service = new TestService(processes, room);
    }

    @Test
    void a_service_killed_twenty_times_does_all_that_it_accepted_and_nothing_else() throws Exception {
        long seed = Long.getLong("mr.seed", System.nanoTime());
        System.out.println("-Dmr.seed=" + seed);
        Random random = new Random(seed);
        List<SmallJob> jobs = jobs(random);
        try {
            ConcurrentLinkedQueue<SmallJob> todo = new ConcurrentLinkedQueue<>(jobs);
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random own = new Random(random.nextLong());
                clients.add(threads.submit(() -> submitAll(todo, own)));
            }

            for (int kill = 0; kill < KILLS; kill++) {
                Program driver = service.serve("--local-workers", "2");
                allowed.release(JOBS / KILLS);
                if (random.nextInt(4) > 0) {
                    driver.awaitSaying("listening on");
                }
                Timing.pass(Duration.ofMillis(random.nextInt(1500)));
                driver.kill();
            }
            Program driver = service.serve("--local-workers", "2").awaitSaying("listening on");
            for (Future<?> client : clients) {
                client.get(Timing.patience().toSeconds(), TimeUnit.SECONDS);
            }
            Map<String, SmallJob> accepted = new TreeMap<>();
            jobs.forEach(job -> accepted.put(acknowledged.get(job.request()), job));
            assertThat(accepted).hasSize(JOBS);
            Timing.await("all jobs end")
                    .until(() -> service.ask(client -> client.list("", 2 * JOBS)).stream()
                            .allMatch(view -> view.state().isFinished()));
            synchronized (watches) {
                for (Future<?> watch : watches) {
                    watch.get(Timing.patience().toSeconds(), TimeUnit.SECONDS);
                }
            }

            List<JobView> listed = service.ask(client -> client.list("", 2 * JOBS));
            assertThat(listed)
                    .as("the jobs there are")
                    .extracting(JobView::job)
                    .containsExactlyInAnyOrderElementsOf(accepted.keySet());
            for (Map.Entry<String, SmallJob> one : accepted.entrySet()) {
                service.assertSucceeded(one.getKey(), one.getValue());
            }
            assertThat(watched.size()).isEqualTo((JOBS + WATCH_EVERY - 1) / WATCH_EVERY);
            watched.values().forEach(WatchedJob::assertHeardAll);
            TestService.end(driver);
        } finally {
            threads.shutdownNow();
        }
        assertThat(Reference.names(service.jobs()))
                .containsExactlyElementsOf(
                        acknowledged.values().stream().sorted().toList());
        service.assertNothingWasWonTwiceOrLivesOn();
        assertThat(service.record().count("task WHERE user_failures > 0 OR worker_losses > 0"))
                .as("tasks that paid for the service's deaths")
                .isZero();
    }

    private List<SmallJob> jobs(Random random) throws Exception {
        List<Path> inputs = new ArrayList<>();
        for (int i = 0; i < INPUTS; i++) {
            inputs.add(Files.write(
                    service.inputs().resolve("input-" + i + ".txt"),
                    RandomText.prose(random, 500 + random.nextInt(3000))));
        }
        SmallJob.lengthsJar(service.jars().resolve("lengths.jar"));
        List<SmallJob> jobs = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            String request = "request-" + i;
            Path input = inputs.get(random.nextInt(INPUTS));
            jobs.add(
                    switch (random.nextInt(4)) {
                        case 0 -> SmallJob.wordCount(request, input);
                        case 1 -> SmallJob.grep(request, input, "" + (char) ('a' + random.nextInt(8)) + "b");
                        case 2 -> SmallJob.sort(request, input);
                        default -> SmallJob.lengths(request, input);
                    });
        }
        return jobs;
    }

    /** One client: what it submits it submits until that is acknowledged, and now and then once more. */
    private void submitAll(ConcurrentLinkedQueue<SmallJob> todo, Random random) {
        for (SmallJob job = next(todo); job != null; job = next(todo)) {
            SmallJob wanted = job;
            String id = service.askUntilAnswered(client -> client.submit(wanted.submission()));
            String other = acknowledged.putIfAbsent(job.request(), id);
            assertThat(other)
                    .as("the request %s was made by one client", job.request())
                    .isNull();
            if (random.nextInt(5) == 0) {
                String again = service.askUntilAnswered(client -> client.submit(wanted.submission()));
                assertThat(again).as("the job of %s", job.request()).isEqualTo(id);
            }
            if (Integer.parseInt(job.request().substring("request-".length())) % WATCH_EVERY == 0) {
                WatchedJob watch = new WatchedJob(service, id);
                watched.put(id, watch);
                synchronized (watches) {
                    watches.add(threads.submit(watch));
                }
            }
        }
    }

    private @Nullable SmallJob next(ConcurrentLinkedQueue<SmallJob> todo) {
        if (todo.isEmpty()) {
            return null;
        }
        try {
            allowed.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
        SmallJob job = todo.poll();
        if (job == null || todo.isEmpty()) {
            allowed.release(CLIENTS);
        }
        return job;
    }
}
