package dev.mr.shuffle;

import java.io.IOException;
import java.util.zip.CRC32C;

/** A bucket file of a map task, checked against its receipt: its length before anything is read, its checksum at the end. */
final class BucketRunSource implements RunSource {
    private final BucketFile bucket;
    private final OpenBucket open;
    private final CRC32C crc = new CRC32C();
    private long at;

    /** Takes over the open bucket, also when it throws. */
    BucketRunSource(BucketFile bucket, OpenBucket open) throws BadBucketException, IOException {
        this.bucket = bucket;
        this.open = open;
        try {
            open.checkLength();
        } catch (BadBucketException e) {
            open.close();
            throw e;
        }
    }

    @Override
    public long left() {
        return bucket.bytes() - at;
    }

    @Override
    public void read(byte[] into, int length) throws BadBucketException {
        open.read(at, into, length);
        crc.update(into, 0, length);
        at += length;
        if (at == bucket.bytes()) {
            open.checkChecksum((int) crc.getValue());
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
