package dev.mr.rpc;

import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The shared secret that every call carries. Never printed. */
public final class Token {
    static final Metadata.Key<String> HEADER = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String SCHEME = "Bearer ";

    private final byte[] header;

    /** {@code secret} is the content of the token file, without white space around it. */
    public Token(String secret) {
        if (secret.isBlank()) {
            throw new IllegalArgumentException("the token is empty");
        }
        this.header = (SCHEME + secret.strip()).getBytes(StandardCharsets.US_ASCII);
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
