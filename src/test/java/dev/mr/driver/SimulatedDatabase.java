package dev.mr.driver;

import dev.mr.files.LocalFileSystem;
import dev.mr.job.NewJob;
import dev.mr.store.JobStore;
import dev.mr.store.MemoryStore;
import dev.mr.store.SqliteStore;
import java.nio.file.Path;

/** Where the drivers of a simulation keep their job: outlives them all, as a file does. Used for one seed. */
abstract class SimulatedDatabase {
    /** The twin in memory. */
    static SimulatedDatabase inMemory() {
        return new SimulatedDatabase() {
            private final MemoryStore store = new MemoryStore("database");

            @Override
            void create(NewJob job) {
                store.create(job, JobSite.DRIVER, 0);
            }

            @Override
            JobStore open() {
                return store;
            }
        };
    }

    /** A real SQLite database in this file, which does not exist yet. */
    static SimulatedDatabase sqlite(Path file) {
        return new SimulatedDatabase() {
            @Override
            void create(NewJob job) {
                try (SqliteStore store = SqliteStore.openOrCreate(file, new LocalFileSystem(), "database")) {
                    store.create(job, JobSite.DRIVER, 0);
                }
            }

            @Override
            JobStore open() {
                return SqliteStore.open(file);
            }
        };
    }

    abstract void create(NewJob job);

    abstract JobStore open();

    /** The process that had it open is no more. */
    void close(JobStore store) {
        store.close();
    }
}
