package dev.mr.shuffle;

/** What a combiner is given when it is closed: it takes nothing. */
final class NoOutput extends TaskOutput {
    NoOutput(UserCode code) {
        super(code);
    }

    @Override
    void put(byte[] key, int from, int length, long value) {
        throw refused();
    }

    @Override
    void put(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        throw refused();
    }

    @Override
    void put(byte[] key, int from, int length) {
        throw refused();
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException("a combiner emits nothing when it is closed");
    }
}
