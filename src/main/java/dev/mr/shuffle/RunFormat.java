package dev.mr.shuffle;

import dev.mr.task.Compression;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file format of sorted records, in bucket files, in runs and in binary output files. A run without records has no bytes.
 * Any other is
 *
 * <pre>
 * header  6 bytes: 0x89 'm' 'r' 1, kind of values (0 longs, 1 bytes), compression (0 none, 1 lz4, 2 zstd)
 * block   int raw bytes, int stored bytes, int CRC32C of both ints and the stored bytes; the stored bytes   (one or more)
 * end     int 0, int bytes of the longest key, int CRC32C of both ints
 * </pre>
 *
 * Ints are big-endian. The raw bytes of all blocks, one after the other, are the records:
 *
 * <pre>
 * record  varint bytes of the key, the key; longs: varint of the value in zigzag; bytes: varint of its bytes, the value
 * </pre>
 *
 * Varints have seven bits a byte, the lowest first, the highest bit set in all but the last. A record that fits a block begins
 * and ends in one; a longer one begins with a block of its own. Blocks that compression would not make smaller are stored raw,
 * so that both lengths are the same.
 */
final class RunFormat {
    static final byte[] MAGIC = {(byte) 0x89, 'm', 'r', 1};
    static final int HEADER_BYTES = MAGIC.length + 2;
    static final int BLOCK_HEADER_BYTES = 3 * Integer.BYTES;
    static final int BLOCK_BYTES = 1 << 16;
    /** The most bytes a varint of an int, or of a long, has. */
    static final int MAX_VARINT_INT = 5;

    static final int MAX_VARINT_LONG = 10;

    private RunFormat() {}

    static byte[] header(ValueKind kind, Compression compression) {
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[MAGIC.length] = (byte) (kind == ValueKind.LONGS ? 0 : 1);
        header[MAGIC.length + 1] = (byte)
                switch (compression) {
                    case NONE -> 0;
                    case LZ4 -> 1;
                    case ZSTD -> 2;
                };
        return header;
    }

    /** How the blocks of a run with this header are compressed; null for no known way. */
    static @Nullable Compression compression(byte[] header) {
        return switch (header[MAGIC.length + 1]) {
            case 0 -> Compression.NONE;
            case 1 -> Compression.LZ4;
            case 2 -> Compression.ZSTD;
            default -> null;
        };
    }

    /** What the values of a run with this header are; null for nothing known. */
    static @Nullable ValueKind kind(byte[] header) {
        return switch (header[MAGIC.length]) {
            case 0 -> ValueKind.LONGS;
            case 1 -> ValueKind.BYTES;
            default -> null;
        };
    }

    /** Whether a file that begins with these bytes is a run. */
    static boolean isRun(byte[] beginning) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= beginning.length || beginning[i] != MAGIC[i]) {
                return false;
            }
        }
        return beginning.length >= HEADER_BYTES;
    }

    /** Of the two ints a block begins with, and of what it stores. */
    static int crc(byte[] blockHeader, byte[] stored, int storedBytes) {
        CRC32C crc = new CRC32C();
        crc.update(blockHeader, 0, 2 * Integer.BYTES);
        crc.update(stored, 0, storedBytes);
        return (int) crc.getValue();
    }

    /** Fills a block's header. */
    static void putBlockHeader(byte[] header, int rawBytes, byte[] stored, int storedBytes) {
        putInt(header, 0, rawBytes);
        putInt(header, Integer.BYTES, storedBytes);
        putInt(header, 2 * Integer.BYTES, crc(header, stored, storedBytes));
    }

    /** Fills the header that is the end of a run. */
    static void putEnd(byte[] header, int longestKey) {
        putInt(header, 0, 0);
        putInt(header, Integer.BYTES, longestKey);
        putInt(header, 2 * Integer.BYTES, crc(header, header, 0));
    }

    /** Writes a varint at {@code at}; answers where it ends. */
    static int putVarint(byte[] into, int at, long value) {
        int i = at;
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            into[i++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        into[i++] = (byte) rest;
        return i;
    }

    static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    static long unzigzag(long coded) {
        return (coded >>> 1) ^ -(coded & 1);
    }

    static void putInt(byte[] into, int at, int value) {
        into[at] = (byte) (value >>> 24);
        into[at + 1] = (byte) (value >>> 16);
        into[at + 2] = (byte) (value >>> 8);
        into[at + 3] = (byte) value;
    }

    static int getInt(byte[] from, int at) {
        return (from[at] << 24) | ((from[at + 1] & 0xFF) << 16) | ((from[at + 2] & 0xFF) << 8) | (from[at + 3] & 0xFF);
    }
}
