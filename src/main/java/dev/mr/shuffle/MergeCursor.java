package dev.mr.shuffle;

import dev.mr.api.Slice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Several cursors as one: by key, and among equal keys in the order of the cursors. A tree of losers: who moves on plays
 * against one loser a level, and the least is on top.
 *
 * <p>What is compared is a number for each cursor, the eight bytes of its key after those that the keys of all cursors begin
 * with; only where the numbers are the same, keys. Keys of a merge rise together, so that what they have in common, such as a
 * date or a host, is left out of nearly all comparisons. It is looked for again when a key has less of it, and after many
 * comparisons that the numbers did not decide.
 */
final class MergeCursor implements RecordCursor {
    private static final int MANY_TIES = 1 << 8;
    private static final byte[] NONE = {};

    private final RecordCursor[] open;
    private final Slice[] keys;
    private final boolean[] ended;
    private final long[] prefixes;
    private final int[] losers;
    private byte[] common = NONE;
    private int commonBytes;
    private int ties;
    private int live;
    private int winner;
    private boolean begun;
    private boolean sameKey;

    /** Takes over the cursors, which are before their first record. */
    MergeCursor(List<? extends RecordCursor> cursors) {
        this.open = cursors.toArray(new RecordCursor[0]);
        this.keys = new Slice[open.length];
        Arrays.fill(keys, new Slice());
        this.ended = new boolean[open.length];
        this.prefixes = new long[open.length];
        this.losers = new int[open.length];
        this.live = open.length;
    }

    @Override
    public boolean next() throws IOException, TaskException {
        if (!begun) {
            begun = true;
            for (int i = 0; i < open.length; i++) {
                advance(i);
            }
            rebuild();
        } else if (live > 0) {
            sameKey = advance(winner) && open[winner].hasSameKey();
            if (!sameKey) {
                replay();
            }
        }
        return live > 0;
    }

    private boolean advance(int i) throws IOException, TaskException {
        if (open[i].next()) {
            keys[i] = open[i].key();
            return true;
        }
        ended[i] = true;
        live--;
        return false;
    }

    /** The cursor on top has another key, or none. */
    private void replay() {
        if (ties > MANY_TIES + open.length || !sharesCommon(winner)) {
            rebuild();
            return;
        }
        setPrefix(winner);
        int least = winner;
        for (int node = (open.length + winner) >>> 1; node > 0; node >>>= 1) {
            int other = losers[node];
            if (isLess(other, least)) {
                losers[node] = least;
                least = other;
            }
        }
        winner = least;
    }

    private boolean sharesCommon(int i) {
        if (commonBytes == 0 || ended[i]) {
            return true;
        }
        Slice key = keys[i];
        return key.length() >= commonBytes
                && Arrays.equals(key.array(), key.offset(), key.offset() + commonBytes, common, 0, commonBytes);
    }

    /** Finds what all keys begin with, and plays all games anew. */
    private void rebuild() {
        ties = 0;
        findCommon();
        for (int i = 0; i < open.length; i++) {
            setPrefix(i);
        }
        winner = open.length == 0 ? 0 : play(1);
    }

    private void findCommon() {
        int first = -1;
        commonBytes = 0;
        for (int i = 0; i < open.length; i++) {
            if (!ended[i] && first < 0) {
                first = i;
                commonBytes = live == 1 ? 0 : keys[i].length();
            } else if (!ended[i]) {
                commonBytes = Math.min(commonBytes, sameBytes(keys[first], keys[i]));
            }
        }
        if (commonBytes > common.length) {
            common = new byte[2 * commonBytes];
        }
        if (commonBytes > 0) {
            System.arraycopy(keys[first].array(), keys[first].offset(), common, 0, commonBytes);
        }
    }

    private static int sameBytes(Slice left, Slice right) {
        int mismatch =
                Arrays.mismatch(left.array(), left.offset(), left.end(), right.array(), right.offset(), right.end());
        return mismatch < 0 ? left.length() : mismatch;
    }

    private void setPrefix(int i) {
        Slice key = keys[i];
        prefixes[i] = ended[i] ? -1 : KeyPrefix.of(key.array(), key.offset() + commonBytes, key.length() - commonBytes);
    }

    /** Plays all games at and below a node; answers who won, and leaves the losers there. */
    private int play(int node) {
        if (node >= open.length) {
            return node - open.length;
        }
        int left = play(2 * node);
        int right = play(2 * node + 1);
        boolean rightWins = isLess(right, left);
        losers[node] = rightWins ? left : right;
        return rightWins ? right : left;
    }

    private boolean isLess(int i, int j) {
        int byPrefix = Long.compareUnsigned(prefixes[i], prefixes[j]);
        return byPrefix != 0 ? byPrefix < 0 : isLessOfTie(i, j);
    }

    private boolean isLessOfTie(int i, int j) {
        if (ended[i] || ended[j]) {
            return !ended[i];
        }
        ties++;
        int byKey = keys[i].compareTo(keys[j]);
        return byKey < 0 || (byKey == 0 && i < j);
    }

    @Override
    public boolean hasSameKey() {
        return sameKey;
    }

    @Override
    public long times() {
        return open[winner].times();
    }

    @Override
    public Slice key() {
        return keys[winner];
    }

    @Override
    public long number() {
        return open[winner].number();
    }

    @Override
    public Slice value() throws IOException, TaskException {
        return open[winner].value();
    }

    @Override
    public void close() throws IOException {
        for (RecordCursor cursor : open) {
            cursor.close();
        }
    }
}
