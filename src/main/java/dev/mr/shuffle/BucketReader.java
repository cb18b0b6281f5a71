package dev.mr.shuffle;

import java.io.Closeable;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * One bucket as blocks of whole lines, checked on the way: when {@link #next} has said that there is no more, length and
 * checksum were what the receipt states.
 */
final class BucketReader implements Closeable {
    private final OpenBucket open;
    private final BlockReader blocks;
    private final CRC32C crc = new CRC32C();

    /** Opens the bucket where it lies now. */
    BucketReader(BucketFile bucket, Limits limits, Reserve reserve) throws IOException, BadBucketException {
        this.open = OpenBucket.open(bucket);
        FileBytes file = new FileBytes(open.file(), 0, bucket.bytes());
        ByteSource bytes = new ByteSource() {
            @Override
            public int read(byte[] into, int at, int length) throws BadBucketException {
                try {
                    return file.read(into, at, length);
                } catch (IOException e) {
                    throw open.unreadable(e);
                }
            }

            @Override
            public void close() {}
        };
        this.blocks = new BlockReader(bytes, Boundary.LINES, limits, reserve, 0, bucket.bytes());
    }

    boolean next() throws IOException, TaskException {
        try {
            open.checkLength();
            if (blocks.next()) {
                if (text()[length() - 1] != '\n') {
                    throw open.bad("does not end with a newline", null);
                }
                crc.update(text(), 0, length());
                return true;
            }
        } catch (RecordTooLongException e) {
            throw open.bad("has too long a line at offset " + e.offset(), e);
        }
        open.checkChecksum((int) crc.getValue());
        return false;
    }

    byte[] text() {
        return blocks.text();
    }

    int length() {
        return blocks.length();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
