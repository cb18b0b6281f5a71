package dev.mr.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant by a word that is not known. */
final class Nearest {
    private static final int MOST_EDITS = 3;

    private Nearest() {}

    /** The known word that is the fewest letters away, a few at most. */
    static Optional<String> to(String word, List<String> known) {
        return known.stream()
                .filter(other -> edits(word, other) <= Math.min(MOST_EDITS, other.length() / 2))
                .min(Comparator.comparingInt(other -> edits(word, other)));
    }

    /** How many letters must be added, left out or changed to make the one word the other. */
    private static int edits(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
