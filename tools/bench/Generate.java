import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Inputs for benchmarks, on standard output; the same arguments give the same bytes, everywhere.
 *
 * <pre>
 * java Generate.java text BYTES VOCABULARY SEED   English-like text, words drawn by Zipf's law
 * java Generate.java records COUNT BYTES SEED     lines of so many bytes, at least 20: a random printable key of ten, a blank, the number of the line, fill
 * </pre>
 */
final class Generate {
    private static final String LETTERS =
            "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddllllcccuuummmwwffggyyppbbvkjxqz";
    private static final String[] PUNCTUATION = {", ", ". ", "; ", "! ", "? "};
    private static final int SLOTS = 1 << 20;
    private static final int KEY = 10;
    /** Key, blank, eight digits, newline. */
    private static final int LEAST_RECORD = KEY + 1 + 8 + 1;

    private final OutputStream out;
    private long state;

    private Generate(OutputStream out, long seed) {
        this.out = out;
        this.state = seed;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 4 || !(args[0].equals("text") || args[0].equals("records"))) {
            System.err.println("usage: Generate text BYTES VOCABULARY SEED | records COUNT BYTES SEED");
            System.exit(2);
        }
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 18)) {
            Generate generate = new Generate(out, Long.parseLong(args[3]));
            if (args[0].equals("text")) {
                generate.text(Long.parseLong(args[1]), Integer.parseInt(args[2]));
            } else {
                generate.records(Long.parseLong(args[1]), Integer.parseInt(args[2]));
            }
        }
    }

    /** SplitMix64 (Steele, Lea and Flood: Fast splittable pseudorandom number generators, 2014). */
    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    private byte[] word(int rank) {
        byte[] word = new byte[rank < 100 ? 1 + below(4) : 2 + below(9)];
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) LETTERS.charAt(below(LETTERS.length()));
        }
        if (below(12) == 0) {
            word[0] -= 'a' - 'A';
        }
        return word;
    }

    private void text(long bytes, int vocabulary) throws IOException {
        byte[][] words = new byte[vocabulary][];
        double[] shares = new double[vocabulary];
        double total = 0;
        for (int rank = 0; rank < vocabulary; rank++) {
            words[rank] = word(rank);
            total += 1.0 / (rank + 2.7);
            shares[rank] = total;
        }
        int[] firsts = new int[SLOTS + 1];
        for (int slot = 0, rank = 0; slot <= SLOTS; slot++) {
            while (rank < vocabulary - 1 && shares[rank] < total * slot / SLOTS) {
                rank++;
            }
            firsts[slot] = rank;
        }
        long written = 0;
        int column = 0;
        while (written < bytes) {
            double draw = (next() >>> 11) * 0x1p-53 * total;
            int slot = (int) (draw / total * SLOTS);
            int rank = find(shares, draw, firsts[slot], firsts[slot + 1]);
            out.write(words[rank]);
            String gap = column + words[rank].length > 68 ? "\n" : below(9) == 0 ? PUNCTUATION[below(5)] : " ";
            out.write(gap.getBytes(StandardCharsets.US_ASCII));
            written += words[rank].length + gap.length();
            column = gap.equals("\n") ? 0 : column + words[rank].length + gap.length();
        }
        out.write('\n');
    }

    private static int find(double[] shares, double draw, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (shares[middle] < draw) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void records(long count, int bytes) throws IOException {
        byte[] line = new byte[Math.max(bytes, LEAST_RECORD)];
        line[line.length - 1] = '\n';
        for (long number = 0; number < count; number++) {
            for (int i = 0; i < KEY; i++) {
                line[i] = (byte) ('!' + below(94));
            }
            line[KEY] = ' ';
            long rest = number;
            for (int i = LEAST_RECORD - 2; i > KEY; i--) {
                line[i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            Arrays.fill(line, LEAST_RECORD - 1, line.length - 1, (byte) ('A' + number % 26));
            out.write(line);
        }
    }
}
