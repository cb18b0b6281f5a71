package dev.mr.store;

import dev.mr.files.LocalFileSystem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contracts, in a file. */
class SqliteStoreTest {
    @TempDir
    Path directory;

    private final StoreContract.Stores stores = new StoreContract.Stores() {
        private final Map<JobStore, Path> files = new HashMap<>();

        @Override
        public JobStore openNew() {
            Path file = directory.resolve("job " + files.size() + "?#%.db");
            JobStore store = SqliteStore.openOrCreate(file, new LocalFileSystem(), "database-" + files.size());
            files.put(store, file);
            return store;
        }

        @Override
        public JobStore reopen(JobStore store) {
            store.close();
            Path file = Objects.requireNonNull(files.get(store));
            JobStore reopened = SqliteStore.open(file);
            files.put(reopened, file);
            return reopened;
        }
    };

    @Nested
    class Jobs extends JobContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    @Nested
    class Attempts extends AttemptContract {
        @Override
        Stores stores() {
            return stores;
        }
    }

    @Nested
    class Services extends ServiceContract {
        @Override
        Stores stores() {
            return stores;
        }
    }
}
