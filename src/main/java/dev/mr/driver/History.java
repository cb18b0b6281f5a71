package dev.mr.driver;

import dev.mr.files.FileSystem;
import dev.mr.files.JobDirectory;
import dev.mr.store.JobStore;
import dev.mr.store.JobSummary;
import dev.mr.store.StatusReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The finished jobs of a service, as long as they are remembered. What is forgotten leaves the database first, then the disk, but for
 * its output, which is the user's. Owned by the driver thread.
 */
final class History {
    private static final Logger LOG = LoggerFactory.getLogger(History.class);
    private static final int PAGE = 1_000;

    private final Site site;
    private final JobStore store;
    private final long epoch;
    private final Executor helper;
    private final int keepJobs;
    private final Duration keepFor;
    private final Deque<Finished> finished = new ArrayDeque<>();

    /** In the order in which they finished. */
    private record Finished(long job, String folder, long atMillis) {}

    /**
     * Of the driver of this epoch.
     *
     * @param helper runs file work
     * @param keepJobs how many jobs are remembered
     * @param keepFor for how long each is
     */
    History(Site site, JobStore store, long epoch, Executor helper, int keepJobs, Duration keepFor) {
        this.site = site;
        this.store = store;
        this.epoch = epoch;
        this.helper = helper;
        this.keepJobs = keepJobs;
        this.keepFor = keepFor;
    }

    /** What has finished before. What lies on the disk of jobs that nobody remembers goes, but for their output. */
    void load() throws IOException {
        List<Finished> all = new ArrayList<>();
        Set<Path> strays =
                new HashSet<>(site.files().list(site.directory().root().resolve(ServiceRoot.JOBS)));
        List<JobSummary> page;
        long after = 0;
        do {
            page = StatusReader.jobs(site.directory().database(), after, PAGE);
            for (JobSummary job : page) {
                after = job.job();
                strays.remove(site.directory().in(job.folder()).root());
                job.finishedMillis().ifPresent(at -> all.add(new Finished(job.job(), job.folder(), at)));
            }
        } while (page.size() == PAGE);
        all.sort(Comparator.comparingLong(Finished::atMillis).thenComparingLong(Finished::job));
        finished.addAll(all);
        helper.execute(() -> {
            strays.forEach(stray -> delete(JobDirectory.at(stray)));
            all.forEach(job -> clear(site.directory().in(job.folder())));
        });
    }

    /** A driver that was killed may not have come to it. */
    private void clear(JobDirectory directory) {
        try {
            site.files().deleteTree(directory.attempts());
            for (Path entry : site.files().list(directory.own())) {
                if (entry.getFileName().toString().startsWith("publish-")) {
                    site.files().deleteTree(entry);
                }
            }
        } catch (IOException left) {
            LOG.info("what is left in {} is not deleted: {}", directory.attempts(), left.toString());
        }
    }

    /** A job has finished. */
    void add(long job, String folder, long atMillis) {
        finished.add(new Finished(job, folder, atMillis));
    }

    /** Forgets at most one, since what that costs grows with the job. */
    void prune() throws JobStore.SupersededException {
        Finished oldest = finished.peek();
        if (oldest == null
                || (finished.size() <= keepJobs
                        && site.time().wallMillis() - oldest.atMillis() <= keepFor.toMillis())) {
            return;
        }
        finished.remove();
        if (store.prune(epoch, oldest.job())) {
            helper.execute(() -> delete(site.directory().in(oldest.folder())));
        }
    }

    private void delete(JobDirectory directory) {
        FileSystem files = site.files();
        try {
            files.deleteTree(directory.own());
            files.deleteTree(directory.intermediate());
            if (files.list(directory.output()).isEmpty()) {
                files.deleteTree(directory.root());
            }
        } catch (IOException left) {
            LOG.warn("what a forgotten job left in {} is not deleted: {}", directory.root(), left.toString());
        }
    }
}
