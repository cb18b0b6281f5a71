package dev.mr.api;

/** Decides which of {@code partitions} reduce tasks a key goes to. Stateless; the same key always gets the same answer. */
@FunctionalInterface
public interface Partitioner {
    /** Code point of the key's first letter, modulo {@code partitions}; 0 for a key that does not begin with a letter. */
    Partitioner FIRST_LETTER = (key, from, to, partitions) -> {
        int length = from < to ? Letters.length(key, from, to) : 0;
        return length > 0 ? Letters.decode(key, from, length) % partitions : 0;
    };

    /** 32-bit FNV-1a of the key's bytes with the sign bit cleared, modulo {@code partitions}. */
    Partitioner FNV1A = (key, from, to, partitions) -> {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (key[i] & 0xFF)) * 0x01000193;
        }
        return (hash & 0x7fffffff) % partitions;
    };

    /**
     * The partitioner a command line names: {@code first-letter} or {@code fnv1a}.
     *
     * @throws IllegalArgumentException for any other name
     */
    static Partitioner named(String name) {
        return switch (name) {
            case "first-letter" -> FIRST_LETTER;
            case "fnv1a" -> FNV1A;
            default -> throw new IllegalArgumentException("partitioner \"" + name + "\" is unknown");
        };
    }

    /** The partition, in {@code [0, partitions)}, of the key {@code [from, to)} of {@code key}. */
    int of(byte[] key, int from, int to, int partitions);
}
