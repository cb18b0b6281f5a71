package dev.mr.shuffle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One bucket as blocks of whole lines, checked on the way: when {@link #next} has said that there is no more, length and
 * checksum were what the receipt states.
 */
final class BucketReader implements Closeable {
    private final BucketFile bucket;
    private final Path path;
    private final SourceFile file;
    private final BlockReader blocks;
    private final CRC32C crc = new CRC32C();

    private BucketReader(BucketFile bucket, Path path, SourceFile file, Limits limits) {
        this.bucket = bucket;
        this.path = path;
        this.file = file;
        this.blocks = new BlockReader(file, Boundary.LINES, limits, bucket.bytes(), 0, bucket.bytes());
    }

    /**
     * Opens the first candidate there is.
     *
     * @throws IOException when a file may be there but cannot be opened, for want of file descriptors for example
     */
    static BucketReader open(BucketFile bucket, Limits limits) throws IOException, BadBucketException {
        for (Path path : bucket.candidates()) {
            try {
                return new BucketReader(bucket, path, new SourceFile(path), limits);
            } catch (NoSuchFileException notHere) {
                // then it is, or has moved meanwhile, where the next candidate says
            } catch (AccessDeniedException e) {
                throw new BadBucketException(bucket.map(), path + " may not be read", e);
            }
        }
        throw new BadBucketException(bucket.map(), "none of " + bucket.candidates() + " exists", null);
    }

    boolean next() throws BadBucketException {
        try {
            if (file.bytes() != bucket.bytes()) {
                throw bad("has " + file.bytes() + " bytes, its receipt says " + bucket.bytes(), null);
            }
            if (blocks.next()) {
                if (text()[length() - 1] != '\n') {
                    throw bad("does not end with a newline", null);
                }
                crc.update(text(), 0, length());
                return true;
            }
        } catch (RecordTooLongException e) {
            throw bad("has too long a line at offset " + e.offset(), e);
        } catch (IOException e) {
            throw bad("cannot be read: " + e.getMessage(), e);
        }
        if ((int) crc.getValue() != bucket.crc32c()) {
            throw bad(
                    String.format("has CRC32C %08x, its receipt says %08x", (int) crc.getValue(), bucket.crc32c()),
                    null);
        }
        return false;
    }

    private BadBucketException bad(String what, @Nullable Exception cause) {
        return new BadBucketException(bucket.map(), path + " " + what, cause);
    }

    byte[] text() {
        return blocks.text();
    }

    int length() {
        return blocks.length();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
