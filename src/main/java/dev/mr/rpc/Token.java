package dev.mr.rpc;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/** The shared secret that every call carries. Never printed. */
public final class Token {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    private final byte[] header;

    Token(String secret) {
        this.header = (SCHEME + secret).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the content of a token file: 256 bits in hexadecimal digits and a newline.
     *
     * @throws IllegalArgumentException saying what the file is instead, never its content
     */
    public static Token parse(byte[] content) {
        String secret = new String(content, StandardCharsets.ISO_8859_1).strip();
        if (!DIGITS.matcher(secret).matches()) {
            throw new IllegalArgumentException(
                    secret.isEmpty() ? "is empty, expected 64 hexadecimal digits" : "is not 64 hexadecimal digits");
        }
        return new Token(secret);
    }

    Metadata metadata() {
        Metadata metadata = new Metadata();
        metadata.put(HEADER, new String(header, StandardCharsets.US_ASCII));
        return metadata;
    }

    /** Whether the call carries this token; takes the same time wherever it differs. */
    boolean isCarriedBy(Metadata metadata) {
        String given = metadata.get(HEADER);
        return given != null && MessageDigest.isEqual(header, given.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "token";
    }
}
