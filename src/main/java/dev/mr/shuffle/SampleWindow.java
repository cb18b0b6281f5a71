package dev.mr.shuffle;

import dev.mr.api.Input;
import dev.mr.task.InputFile;

/**
 * Where keys are sampled: the records of an input that begin in {@code [first, next)}. Of a file that cannot be entered in the middle
 * {@code first} is 0; of a packed one these are bytes of its content.
 */
public record SampleWindow(InputFile input, long first, long next) {
    /** Whether it is less than all of a file that is not to be split. */
    boolean isPartOf(Input reading) {
        return !reading.isSplittable() && next < input.bytes();
    }
}
