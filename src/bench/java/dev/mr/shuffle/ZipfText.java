package dev.mr.shuffle;

import java.util.Arrays;
import java.util.Random;

/** A block of text for benchmarks: words of two to ten letters, drawn by Zipf's law; the same seed gives the same text. */
final class ZipfText {
    static final int BYTES = 1 << 20;

    private ZipfText() {}

    /** {@link #BYTES} of text, and {@link Limits#SLACK_BYTES} more. */
    static byte[] block(String alphabet, String gap, int vocabulary, long seed) {
        Random random = new Random(seed);
        String[] words = new String[vocabulary];
        double[] shares = new double[vocabulary];
        double total = 0;
        for (int i = 0; i < vocabulary; i++) {
            StringBuilder word = new StringBuilder();
            for (int letters = 2 + random.nextInt(9); letters > 0; letters--) {
                word.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            words[i] = word.toString();
            total += 1.0 / (i + 2.7);
            shares[i] = total;
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < BYTES) {
            int at = Arrays.binarySearch(shares, random.nextDouble() * total);
            text.append(words[Math.min(vocabulary - 1, at < 0 ? -at - 1 : at)]).append(gap);
        }
        byte[] bytes = text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(bytes, BYTES + Limits.SLACK_BYTES);
        block[BYTES - 1] = '\n';
        return block;
    }
}
