package dev.mr.shuffle;

/** A word or line is longer than it may be; {@code offset} lies in it. */
final class RecordTooLongException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long offset;

    RecordTooLongException(long offset) {
        super("the record at offset " + offset + " is too long");
        this.offset = offset;
    }

    long offset() {
        return offset;
    }
}
