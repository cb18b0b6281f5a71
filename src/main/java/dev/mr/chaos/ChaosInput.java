package dev.mr.chaos;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * One input file, made from its seed: words of one alphabet, the first of a vocabulary more often than the last.
 *
 * @param bytes about how large it is; 0 is an empty file
 * @param windows whether lines end with a return and a newline
 * @param broken whether there are bytes between the words that are not UTF-8, and NULs
 */
record ChaosInput(long seed, Alphabet alphabet, int bytes, boolean windows, boolean broken) {
    /** What words are made of. */
    enum Alphabet {
        LATIN("abcdefghijklmnopqrstuvwxyzABCDE"),
        EUROPEAN("aeioußéèüñçøåłžğſÆŒ"),
        GREEK_AND_CYRILLIC("αβγδεζηθικλμνЩукабвгдежзийо"),
        EASTERN("漢字仮名交じり文한국어𝐀𠀀"),
        LETTERS_AND_DIGITS("abcXYZ0123456789_-"),
        /** Lines of a key, a tab and a word, for jobs that read fields. */
        TABLE("abcdefghijklmnop");

        private final String letters;

        Alphabet(String letters) {
            this.letters = letters;
        }
    }

    private static final byte[][] BROKEN = {
        {(byte) 0xC3},
        {(byte) 0xE2, (byte) 0x80},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xFF},
        {0},
        {(byte) 0x80}
    };
    private static final int LINE = 12;
    private static final int KEYS = 400;

    void write(Path file) throws IOException {
        Random random = new Random(seed);
        byte[][] words = new byte[alphabet == Alphabet.TABLE ? KEYS : 20 + random.nextInt(4000)][];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(random);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            int written = 0;
            while (written < bytes) {
                byte[] word = words[random.nextInt(1 + random.nextInt(words.length))];
                out.write(word);
                written += word.length + separate(random, out);
            }
        }
    }

    private byte[] word(Random random) {
        int[] letters = alphabet.letters.codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(9); length > 0; length--) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString().getBytes(StandardCharsets.UTF_8);
    }

    private int separate(Random random, OutputStream out) throws IOException {
        if (alphabet == Alphabet.TABLE) {
            byte[] rest = ("\t" + Long.toString(random.nextInt(100_000), Character.MAX_RADIX) + end())
                    .getBytes(StandardCharsets.UTF_8);
            out.write(rest);
            return rest.length;
        }
        if (broken && random.nextInt(20) == 0) {
            byte[] noise = BROKEN[random.nextInt(BROKEN.length)];
            out.write(noise);
            return noise.length;
        }
        String between = random.nextInt(LINE) == 0 ? end() : random.nextInt(6) == 0 ? ", " : " ";
        out.write(between.getBytes(StandardCharsets.UTF_8));
        return between.length();
    }

    private String end() {
        return windows ? "\r\n" : "\n";
    }
}
