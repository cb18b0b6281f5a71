package dev.mr.api;

import dev.mr.fuzz.FuzzTarget;
import dev.mr.shuffle.NaiveWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link Words}, one by one and in batches, against a loop over decoded text. */
public final class WordsFuzz implements FuzzTarget {
    @Override
    public List<byte[]> seeds() {
        return List.of(
                ("Call me Ishmael. " + "\u00fcber \u4e2d\u6587 \ud801\udc00x\u0300 ".repeat(9))
                        .getBytes(StandardCharsets.UTF_8),
                ("x".repeat(130) + " \u0410\u0411").getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public void run(byte[] input) {
        List<String> expected = NaiveWords.of(input);
        List<String> words = new ArrayList<>();
        Words.each(input, 0, input.length, (bytes, from, to) -> words.add(text(bytes, from, to)));
        if (!words.equals(expected)) {
            throw new AssertionError(words + ", expected " + expected);
        }
        List<String> batches = new ArrayList<>();
        Words.inBatches(Slice.of(input), batch -> {
            for (int i = 0; i < batch.count(); i++) {
                batches.add(text(input, batch.from(i), batch.to(i)));
            }
        });
        if (!batches.equals(expected)) {
            throw new AssertionError(batches + ", expected " + expected);
        }
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
