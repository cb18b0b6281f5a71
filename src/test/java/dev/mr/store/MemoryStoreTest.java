package dev.mr.store;

import org.junit.jupiter.api.Nested;

/** The contracts, in memory. */
class MemoryStoreTest {
    private final StoreContract.Stores stores = new StoreContract.Stores() {
        @Override
        public JobStore openNew() {
            return new MemoryStore("database-1");
        }

        @Override
        public JobStore reopen(JobStore store) {
            store.close();
            return store;
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
