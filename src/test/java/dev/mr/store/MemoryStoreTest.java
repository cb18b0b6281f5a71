package dev.mr.store;

/** The contract, in memory. */
class MemoryStoreTest extends JobStoreContract {
    @Override
    JobStore openNew() {
        return new MemoryStore("database-1");
    }

    @Override
    JobStore reopen(JobStore store) {
        store.close();
        return store;
    }
}
