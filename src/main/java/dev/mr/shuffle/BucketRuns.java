package dev.mr.shuffle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The runs of a bucket file of a map task, in order, each to be read as a source of its own. The file's length is checked before,
 * its checksum when the last of its runs has been read to its end.
 */
final class BucketRuns {
    private final BucketFile bucket;
    private final List<Run> runs;
    private final int[] checksums;
    private int unread;

    private BucketRuns(BucketFile bucket, List<Run> runs) {
        this.bucket = bucket;
        this.runs = runs;
        this.checksums = new int[runs.size()];
        this.unread = runs.size();
    }

    /** Finds the runs, from the last on: each says at its end how long it is. */
    static BucketRuns of(BucketFile bucket) throws IOException, BadBucketException {
        List<Run> runs = new ArrayList<>();
        try (OpenBucket open = OpenBucket.open(bucket)) {
            open.checkLength();
            byte[] end = new byte[RunFormat.END_BYTES];
            for (long next = bucket.bytes();
                    next > 0;
                    next = runs.get(runs.size() - 1).first()) {
                if (next < end.length) {
                    throw open.bad("has no room for the end of a run", null);
                }
                open.read(next - end.length, end, end.length);
                long first = next - RunFormat.runBytes(end);
                if (!RunFormat.isEnd(end) || first < 0 || first >= next) {
                    throw open.bad("has no end of a run at " + (next - end.length), null);
                }
                runs.add(new Run(open.path(), first, next, Math.max(0, RunFormat.longestKey(end))));
            }
        }
        Collections.reverse(runs);
        return new BucketRuns(bucket, runs);
    }

    BucketFile bucket() {
        return bucket;
    }

    List<Run> runs() {
        return runs;
    }

    /** The bytes of a run, checked as they are read. */
    RunSource open(int run) throws IOException, BadBucketException {
        return new Source(run, OpenBucket.open(bucket));
    }

    private void ended(int run, int checksum, OpenBucket open) throws BadBucketException {
        checksums[run] = checksum;
        if (--unread == 0) {
            int whole = 0;
            for (int i = 0; i < checksums.length; i++) {
                Run part = runs.get(i);
                whole = JoinedChecksum.of(whole, checksums[i], part.next() - part.first());
            }
            open.checkChecksum(whole);
        }
    }

    private final class Source implements RunSource {
        private final int run;
        private final OpenBucket open;
        private final CRC32C crc = new CRC32C();
        private long at;

        Source(int run, OpenBucket open) {
            this.run = run;
            this.open = open;
            this.at = runs.get(run).first();
        }

        @Override
        public long left() {
            return runs.get(run).next() - at;
        }

        @Override
        public void read(byte[] into, int length) throws BadBucketException {
            open.read(at, into, length);
            crc.update(into, 0, length);
            at += length;
            if (left() == 0) {
                ended(run, (int) crc.getValue(), open);
            }
        }

        @Override
        public IOException damaged(String what) throws BadBucketException {
            throw open.bad(what, null);
        }

        @Override
        public void close() throws IOException {
            open.close();
        }
    }
}
