package dev.mr.api;

/** The values of one key: a cursor that goes over them once. They are read as they come, never held together. */
public interface Values {
    /** Goes to the next value; false when there is none left. */
    boolean next();

    /** The value, when values are bytes; good until the next {@link #next()}. */
    Slice bytes();

    /** The value, when values are longs. */
    long number();

    /** The value as text, whichever it is. */
    String text();
}
