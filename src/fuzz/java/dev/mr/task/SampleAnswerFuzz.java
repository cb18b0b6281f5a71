package dev.mr.task;

import dev.mr.fuzz.FuzzTarget;
import java.util.List;

/** {@link SampleAnswer}: refuses, or reads what it would write. */
public final class SampleAnswerFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return List.of(
                Sealed.seed(SampleAnswer.ofPoints(List.of("00", "ff01")).format()),
                Sealed.seed(
                        SampleAnswer.ofFailure(FailureKind.USER, "it failed").format()));
    }

    @Override
    public void run(byte[] input) {
        SampleAnswer read;
        try {
            read = SampleAnswer.parse(Sealed.content(input));
        } catch (IllegalArgumentException refused) {
            return;
        }
        if (!SampleAnswer.parse(read.format()).equals(read)) {
            throw new AssertionError("changed on its way: " + read);
        }
    }
}
