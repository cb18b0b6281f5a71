package dev.mr.shuffle;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file (RFC 1952): of all its members, one after the other. Unlike {@link java.util.zip.GZIPInputStream} it
 * takes nothing for the end of the file but its end, with zeros before it at most: what follows a member is another one, or an
 * error, which is a ZipException.
 */
final class GzipContent extends InputStream {
    private static final int FIXED_HEADER_BYTES = 10;
    private static final int MAGIC = 0x1F;
    private static final int MAGIC_2 = 0x8B;
    private static final String FOLLOWED = "something that is not gzip follows its last member";
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream packed;
    private final byte[] buffer;
    private int at;
    private int filled;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private boolean atEnd;

    /** Reads the first member's header. */
    GzipContent(InputStream packed, int bufferBytes) throws IOException {
        this.packed = packed;
        this.buffer = new byte[bufferBytes];
        int first = next();
        if (first < 0) {
            throw new ZipException("is empty, which no gzip file is");
        }
        readHeader(first, "is not gzip");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (!atEnd && length > 0) {
            int read = inflate(into, from, length);
            if (read > 0) {
                crc.update(into, from, read);
                return read;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("asks for a dictionary");
            } else if (at == filled) {
                refill();
            }
        }
        return length == 0 ? 0 : -1;
    }

    private int inflate(byte[] into, int from, int length) throws ZipException {
        try {
            inflater.setInput(buffer, at, filled - at);
            int read = inflater.inflate(into, from, length);
            at = filled - inflater.getRemaining();
            return read;
        } catch (DataFormatException malformed) {
            throw new ZipException(String.valueOf(malformed.getMessage()));
        }
    }

    private void endMember() throws IOException {
        if (readInt() != (int) crc.getValue()) {
            throw new ZipException("does not match its checksum");
        }
        if (readInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("does not have the length it states");
        }
        int first = next();
        if (first == 0) {
            while (first == 0) {
                first = next();
            }
            if (first > 0) {
                throw new ZipException(FOLLOWED);
            }
        }
        if (first < 0) {
            atEnd = true;
        } else {
            inflater.reset();
            crc.reset();
            readHeader(first, FOLLOWED);
        }
    }

    /** {@code otherwise} is what to say when it is no header. */
    private void readHeader(int first, String otherwise) throws IOException {
        int second = first == MAGIC ? some() : -1;
        if (second != MAGIC_2) {
            throw new ZipException(otherwise);
        }
        CRC32 headerCrc = new CRC32();
        byte[] fixed = new byte[FIXED_HEADER_BYTES];
        fixed[0] = (byte) first;
        fixed[1] = (byte) second;
        for (int i = 2; i < fixed.length; i++) {
            fixed[i] = (byte) some();
        }
        headerCrc.update(fixed);
        int flags = fixed[3];
        if (fixed[2] != 8 || (flags & RESERVED) != 0) {
            throw new ZipException(otherwise);
        }
        if ((flags & EXTRA) != 0) {
            int low = some(headerCrc);
            for (int left = some(headerCrc) << 8 | low; left > 0; left--) {
                some(headerCrc);
            }
        }
        if ((flags & NAME) != 0) {
            skipText(headerCrc);
        }
        if ((flags & COMMENT) != 0) {
            skipText(headerCrc);
        }
        if ((flags & HEADER_CRC) != 0 && (some() | some() << 8) != (headerCrc.getValue() & 0xFFFF)) {
            throw new ZipException("has a header that does not match its checksum");
        }
    }

    private void skipText(CRC32 headerCrc) throws IOException {
        int b = some(headerCrc);
        while (b != 0) {
            b = some(headerCrc);
        }
    }

    private int some(CRC32 headerCrc) throws IOException {
        int b = some();
        headerCrc.update(b);
        return b;
    }

    private int readInt() throws IOException {
        return some() | some() << 8 | some() << 16 | some() << 24;
    }

    /** The next packed byte, which there must be. */
    private int some() throws IOException {
        int b = next();
        if (b < 0) {
            throw truncated();
        }
        return b;
    }

    /** The next packed byte, or -1. */
    private int next() throws IOException {
        if (at == filled && !fill()) {
            return -1;
        }
        return buffer[at++] & 0xFF;
    }

    private void refill() throws IOException {
        if (!fill()) {
            throw truncated();
        }
    }

    private boolean fill() throws IOException {
        int read = packed.read(buffer, 0, buffer.length);
        at = 0;
        filled = Math.max(0, read);
        return read >= 0;
    }

    private static ZipException truncated() {
        return new ZipException("ends too early");
    }

    @Override
    public void close() {
        inflater.end();
    }
}
