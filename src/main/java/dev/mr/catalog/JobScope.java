package dev.mr.catalog;

/** While it is open, the current thread runs a job's code: its context class loader is the job's. Closed by the same thread. */
public final class JobScope implements AutoCloseable {
    private final ClassLoader before;

    public JobScope(ClassLoader loader) {
        before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
    }

    @Override
    public void close() {
        Thread.currentThread().setContextClassLoader(before);
    }
}
