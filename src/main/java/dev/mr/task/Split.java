package dev.mr.task;

/**
 * One piece {@code [first, next)} of one input file that a map task reads; a map task has none, one or several. The bounds
 * are nominal: a word that straddles one belongs to the split in which it starts, and what was really read is the receipt's
 * {@link Extent}.
 */
public record Split(InputFile input, long first, long next) {
    public Split {
        if (first < 0 || next < first || next > input.bytes()) {
            throw new IllegalArgumentException("split [" + first + ", " + next + ") of " + input);
        }
    }

    /** Whether it is all of its file. */
    public boolean isWhole() {
        return first == 0 && next == input.bytes();
    }

    public long bytes() {
        return next - first;
    }
}
