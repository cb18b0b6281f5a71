package dev.mr.api;

/** Decides which of {@code partitions} reduce tasks a key goes to. Stateless; the same key always gets the same answer. */
@FunctionalInterface
public interface Partitioner {
    /** Code point of the key's first letter, modulo {@code partitions}; 0 for a key that does not begin with a letter. */
    Partitioner FIRST_LETTER = (key, partitions) -> {
        int length = key.isEmpty() ? 0 : Letters.length(key.array(), key.offset(), key.end());
        return length > 0 ? Letters.decode(key.array(), key.offset(), length) % partitions : 0;
    };

    /** 32-bit FNV-1a of the key's bytes {@code & 0x7fffffff}, modulo {@code partitions}. */
    Partitioner FNV1A = (key, partitions) -> {
        byte[] bytes = key.array();
        int hash = 0x811c9dc5;
        for (int i = key.offset(); i < key.end(); i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * 0x01000193;
        }
        return (hash & 0x7fffffff) % partitions;
    };

    /** The partition, in {@code [0, partitions)}, of the key. */
    int of(Slice key, int partitions);
}
