package dev.mr.rpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The frames of HTTP/2 as bytes, for peers that no library would be. */
public final class RawHttp2 {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int END_OF_HEADERS = 4;
    private static final int CANCEL = 8;

    private RawHttp2() {}

    /** What a client says first. */
    public static byte[] hello() {
        return joined("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII), frame(SETTINGS, 0, 0));
    }

    public static byte[] ping() {
        return frame(PING, 0, 0, new byte[8]);
    }

    /** A call on this stream, odd and higher than any before, of a method that there is not. */
    public static byte[] call(int stream) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {(byte) 0x83, (byte) 0x86, 0x04}); // POST, http, the path that follows
        literal(block, "/nothing/Here");
        block.writeBytes(new byte[] {0x0f, 0x10}); // content-type
        literal(block, "application/grpc");
        block.write(0);
        literal(block, "te");
        literal(block, "trailers");
        return frame(HEADERS, END_OF_HEADERS, stream, block.toByteArray());
    }

    /** Its end, before there was an answer. */
    public static byte[] reset(int stream) {
        return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte... content) {
        return ByteBuffer.allocate(9 + content.length)
                .putShort((short) (content.length >> 8))
                .put((byte) content.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(content)
                .array();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
