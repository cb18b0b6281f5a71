package dev.mr.shuffle;

/** A few records that are put by, one after the other, to be added to a {@link GroupBuffer} together. */
final class RecordBatch {
    static final int MOST_RECORDS = 1 << 7;
    private static final int MOST_BYTES = 1 << 14;

    private final byte[] bytes = new byte[MOST_BYTES];
    private final int[] keys = new int[MOST_RECORDS + 1];
    private final int[] values = new int[MOST_RECORDS];
    private int count;

    /** False if there is no room for it. */
    boolean add(byte[] key, int from, int length, long value) {
        int at = room(length, Long.BYTES);
        if (at < 0) {
            return false;
        }
        System.arraycopy(key, from, bytes, at, length);
        EightBytes.set(bytes, at + length, value);
        return true;
    }

    /** As the other. */
    boolean add(byte[] key, int from, int length, byte[] value, int valueFrom, int valueLength) {
        int at = room(length, valueLength);
        if (at < 0) {
            return false;
        }
        System.arraycopy(key, from, bytes, at, length);
        System.arraycopy(value, valueFrom, bytes, at + length, valueLength);
        return true;
    }

    private int room(int length, int valueLength) {
        int at = keys[count];
        if (count == MOST_RECORDS || length > MOST_BYTES || valueLength > MOST_BYTES - at - length) {
            return -1;
        }
        values[count++] = at + length;
        keys[count] = at + length + valueLength;
        return at;
    }

    int count() {
        return count;
    }

    byte[] bytes() {
        return bytes;
    }

    int key(int i) {
        return keys[i];
    }

    int keyLength(int i) {
        return values[i] - keys[i];
    }

    int value(int i) {
        return values[i];
    }

    int valueLength(int i) {
        return keys[i + 1] - values[i];
    }

    /** A hash of the key. */
    int hash(int i) {
        int length = keyLength(i);
        return KeyHash.of(bytes, keys[i], length, KeyHash.rest(bytes, keys[i], length));
    }

    void clear() {
        count = 0;
    }
}
