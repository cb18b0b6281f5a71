package dev.mr.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mr.driver.ManualDriver.Claim;
import dev.mr.job.JobSnapshot;
import dev.mr.store.ForwardingStore;
import dev.mr.task.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A run with its own threads and a server, over a job at which nobody works. */
class DriverRunTest extends JobSiteTest {
    private final AtomicInteger loads = new AtomicInteger();

    private Site site(Site like) {
        return like.withStores(store -> new ForwardingStore(store) {
            @Override
            public JobSnapshot load() {
                loads.incrementAndGet();
                return super.load();
            }
        });
    }

    private DriverRun run(Site site) {
        return new DriverRun(
                site,
                new RunOptions(new InetSocketAddress("localhost", 0), 0, List.of(), OptionalLong.empty()),
                job.voice());
    }

    private static DriverRun.Outcome resume(Site site, DriverRun run, Voice voice) throws IOException {
        return new JobResume(site, voice).run(new JobResume.Request(Map.of(), List.of(), false), run);
    }

    @Test
    void a_resume_loads_the_job_once() throws IOException {
        Site site = site(job.site(Steps.withoutCrash()));
        try (DriverRun run = run(site)) {
            run.stop();
            assertThat(resume(site, run, job.voice()).exitCode()).isEqualTo(ExitCode.DONE);
        }
        assertThat(loads).hasValue(1);
        assertThat(job.said).anyMatch(line -> line.contains("epoch 2"));
    }

    @Test
    void a_start_knows_what_it_has_just_stored() throws Exception {
        story.resumes(Claim.FIRST);
        Site site = site(job.site(Steps.withoutCrash()));
        try (DriverRun run = run(site)) {
            run.stop();
            DriverRun.Outcome outcome = new JobStart(site).run(job.spec, job.plan, true, run, () -> {});
            assertThat(outcome.exitCode()).isEqualTo(ExitCode.DONE);
        }
        assertThat(loads).hasValue(0);
        story.resumes(Claim.RESUME);
    }
}
