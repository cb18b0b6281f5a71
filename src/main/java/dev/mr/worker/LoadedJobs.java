package dev.mr.worker;

import dev.mr.files.FileSystem;
import dev.mr.task.JobSpec;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The code of the jobs a worker serves: each is loaded once, and kept until it is closed. Jobs share nothing, though their jars be the
 * same: what one leaves in its classes is no other's, and closing one closes no other.
 *
 * <p>A driver that closes nothing costs no more than {@value #MOST} jobs: beyond these the one used longest ago is let go, unless an
 * attempt holds it, and loaded again if it comes back. Thread-safe.
 */
final class LoadedJobs implements JobSource {
    static final int MOST = 32;

    private final FileSystem files;

    /** By folder; the one used last comes last. */
    private final Map<String, LoadedJob> open = new LinkedHashMap<>(16, 0.75f, true);

    LoadedJobs(FileSystem files) {
        this.files = files;
    }

    @Override
    public synchronized Held hold(String folder, JobSpec spec) {
        LoadedJob known = open.get(folder);
        if (known != null && known.isOf(spec)) {
            return known.held();
        }
        forget(folder);
        LoadedJob job = new LoadedJob(spec, files);
        open.put(folder, job);
        Held held = job.held();
        forgetIdle();
        return held;
    }

    private void forgetIdle() {
        Iterator<LoadedJob> oldest = open.values().iterator();
        while (open.size() > MOST && oldest.hasNext()) {
            LoadedJob job = oldest.next();
            if (job.isIdle()) {
                oldest.remove();
                job.close();
            }
        }
    }

    @Override
    public synchronized void forget(String folder) {
        LoadedJob job = open.remove(folder);
        if (job != null) {
            job.close();
        }
    }

    @Override
    public synchronized void forgetAll() {
        open.values().forEach(LoadedJob::close);
        open.clear();
    }
}
