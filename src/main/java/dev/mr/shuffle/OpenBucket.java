package dev.mr.shuffle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A bucket file, found where it lies now. Whatever is wrong with it is a {@link BadBucketException}. */
final class OpenBucket implements Closeable {
    private static final int VERIFY_BUFFER_BYTES = 1 << 18;

    private final BucketFile bucket;
    private final Path path;
    private final SourceFile file;

    private OpenBucket(BucketFile bucket, Path path, SourceFile file) {
        this.bucket = bucket;
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the first candidate there is.
     *
     * @throws IOException when a file may be there but cannot be opened, for want of file descriptors for example
     */
    static OpenBucket open(BucketFile bucket) throws IOException, BadBucketException {
        for (Path path : bucket.candidates()) {
            try {
                return new OpenBucket(bucket, path, new SourceFile(path));
            } catch (NoSuchFileException notHere) {
                // then it is, or has moved meanwhile, where the next candidate says
            } catch (AccessDeniedException e) {
                throw new BadBucketException(bucket.map(), path + " may not be read", e);
            }
        }
        throw new BadBucketException(bucket.map(), "none of " + bucket.candidates() + " exists", null);
    }

    /**
     * Reads the whole file.
     *
     * @throws BadBucketException when it is not as its receipt states
     */
    static void verify(BucketFile bucket) throws IOException, BadBucketException {
        try (OpenBucket open = open(bucket)) {
            open.checkLength();
            CRC32C crc = new CRC32C();
            byte[] buffer = new byte[(int) Math.min(bucket.bytes(), VERIFY_BUFFER_BYTES)];
            for (long at = 0; at < bucket.bytes(); at += buffer.length) {
                int length = (int) Math.min(buffer.length, bucket.bytes() - at);
                open.read(at, buffer, length);
                crc.update(buffer, 0, length);
            }
            open.checkChecksum((int) crc.getValue());
        }
    }

    /** Where it was found. */
    Path path() {
        return path;
    }

    SourceFile file() {
        return file;
    }

    void checkLength() throws BadBucketException {
        long bytes;
        try {
            bytes = file.bytes();
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (bytes != bucket.bytes()) {
            throw bad("has " + bytes + " bytes, its receipt says " + bucket.bytes(), null);
        }
    }

    void checkChecksum(int crc32c) throws BadBucketException {
        if (crc32c != bucket.crc32c()) {
            throw bad(String.format("has CRC32C %08x, its receipt says %08x", crc32c, bucket.crc32c()), null);
        }
    }

    void read(long position, byte[] into, int length) throws BadBucketException {
        try {
            file.read(position, into, length);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    BadBucketException unreadable(IOException e) {
        return bad("cannot be read: " + e.getMessage(), e);
    }

    BadBucketException bad(String what, @Nullable Exception cause) {
        return new BadBucketException(bucket.map(), path + " " + what, cause);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
