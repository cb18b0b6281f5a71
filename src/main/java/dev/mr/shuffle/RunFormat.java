package dev.mr.shuffle;

import dev.mr.task.Compression;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file formats of records. A run without records has no bytes. Any other is
 *
 * <pre>
 * header  6 bytes: 0x89 'm' 'r', version, kind of values (0 longs, 1 bytes), compression (0 none, 1 lz4, 2 zstd)
 * block   int raw bytes, int stored bytes, int CRC32C of both ints and the stored bytes; the stored bytes   (one or more)
 * end     version 1: int 0, int bytes of the longest key, int CRC32C of both
 *         version 2: int 0, int bytes of the longest key, long bytes of the whole run, int CRC32C of these sixteen bytes
 * </pre>
 *
 * Ints are big-endian. The raw bytes of all blocks, one after the other, are the records:
 *
 * <pre>
 * record  version 1: varint bytes of the key, the key; the value
 *         version 2: for a record that stands there more than once varint 1, varint how often;
 *                    varint 0 for the key of the record before, which began in the same block, or
 *                    varint 2 + bytes of the key, the key; the value
 * value   longs: varint of the value in zigzag; bytes: varint of its bytes, the value
 * </pre>
 *
 * Varints have seven bits a byte, the lowest first, the highest bit set in all but the last. A record that fits a block begins
 * and ends in one; a longer one begins with a block of its own. Blocks that compression would not make smaller are stored raw,
 * so that both lengths are the same.
 *
 * <p>Version 1 is that of output files. Version 2 is that of bucket files and spills, where the same key comes again and again:
 * it is stored once a block, and equal records once. The end says where the run before it in the file ends.
 */
final class RunFormat {
    /** Of an output file. */
    static final int OUTPUT = 1;

    /** Of bucket files and spills. */
    static final int SHUFFLE = 2;

    /** A record that stands there more than once begins with this. */
    static final int TIMES = 1;

    /** What the length of a key is counted from. */
    static final int KEY = 2;

    static final byte[] MAGIC = {(byte) 0x89, 'm', 'r', SHUFFLE};
    static final int HEADER_BYTES = MAGIC.length + 2;
    static final int BLOCK_HEADER_BYTES = 3 * Integer.BYTES;
    /** The end of a run of version 2. */
    static final int END_BYTES = 3 * Integer.BYTES + Long.BYTES;

    private static final int VERSION_AT = MAGIC.length - 1;
    static final int BLOCK_BYTES = 1 << 16;
    /** The most bytes a varint of an int, or of a long, has. */
    static final int MAX_VARINT_INT = 5;

    static final int MAX_VARINT_LONG = 10;

    private RunFormat() {}

    static byte[] header(int version, ValueKind kind, Compression compression) {
        byte[] header = new byte[HEADER_BYTES];
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[VERSION_AT] = (byte) version;
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

    /** The version of a run with this header. */
    static int version(byte[] header) {
        return header[VERSION_AT];
    }

    /** Whether what begins with these bytes is a run, as far as they tell. */
    static boolean isRun(byte[] beginning) {
        for (int i = 0; i < VERSION_AT; i++) {
            if (i >= beginning.length || beginning[i] != MAGIC[i]) {
                return false;
            }
        }
        return beginning.length > VERSION_AT && (beginning[VERSION_AT] == OUTPUT || beginning[VERSION_AT] == SHUFFLE);
    }

    /** Of the two ints that a block begins with, at {@code header}, and of what it stores, at {@code stored}. */
    static int crc(byte[] block, int header, byte[] bytes, int stored, int storedBytes) {
        CRC32C crc = new CRC32C();
        crc.update(block, header, 2 * Integer.BYTES);
        crc.update(bytes, stored, storedBytes);
        return (int) crc.getValue();
    }

    /** Fills the header, at {@code at}, of a block whose bytes follow it. */
    static void putBlockHeader(byte[] into, int at, int rawBytes, int storedBytes) {
        putInt(into, at, rawBytes);
        putInt(into, at + Integer.BYTES, storedBytes);
        putInt(into, at + 2 * Integer.BYTES, crc(into, at, into, at + BLOCK_HEADER_BYTES, storedBytes));
    }

    /** Writes the end of a run, which has {@code bytes} bytes before it; answers where it ends. */
    static int putEnd(int version, byte[] into, int at, int longestKey, long bytes) {
        putInt(into, at, 0);
        putInt(into, at + Integer.BYTES, longestKey);
        int end = at + 2 * Integer.BYTES;
        if (version == SHUFFLE) {
            putLong(into, end, bytes + END_BYTES);
            end += Long.BYTES;
        }
        putInt(into, end, endCrc(into, at, end - at));
        return end + Integer.BYTES;
    }

    /** Whether this is the end of a run of version 2, unharmed. */
    static boolean isEnd(byte[] end) {
        int sum = END_BYTES - Integer.BYTES;
        return getInt(end, 0) == 0 && getInt(end, sum) == endCrc(end, 0, sum);
    }

    /** What the end of a run of version 2 says of its longest key. */
    static int longestKey(byte[] end) {
        return getInt(end, Integer.BYTES);
    }

    /** What the end of a run of version 2 says of its length. */
    static long runBytes(byte[] end) {
        return getLong(end, 2 * Integer.BYTES);
    }

    /** Of the end of a run but for the checksum itself. */
    static int endCrc(byte[] end, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(end, from, length);
        return (int) crc.getValue();
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

    private static void putLong(byte[] into, int at, long value) {
        putInt(into, at, (int) (value >>> Integer.SIZE));
        putInt(into, at + Integer.BYTES, (int) value);
    }

    private static long getLong(byte[] from, int at) {
        return (long) getInt(from, at) << Integer.SIZE | Integer.toUnsignedLong(getInt(from, at + Integer.BYTES));
    }
}
