package dev.mr.rpc;

import dev.mr.task.ExitCode;
import dev.mr.task.MrException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A PEM file that an operator named. Whatever is wrong with it is a line that names it, and never shows its content. */
final class PemFile {
    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]*)-----END PRIVATE KEY-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*) ?PRIVATE KEY-----");

    private final String what;
    private final Path file;
    private final byte[] content;

    /** @param what what the file is for, as a line calls it */
    PemFile(String what, Path file) {
        this.what = what;
        this.file = file;
        try {
            this.content = Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw wrong("there is no such file", missing);
        } catch (IOException unreadable) {
            throw wrong("it cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** At least one, in the order of the file. */
    List<X509Certificate> certificates() {
        try {
            List<X509Certificate> found =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (found.isEmpty()) {
                throw wrong("it has no certificate", null);
            }
            return found;
        } catch (CertificateException malformed) {
            throw wrong("it has no certificate in PEM, -----BEGIN CERTIFICATE-----", malformed);
        }
    }

    /** The key of a certificate, by whose kind the file is read. */
    PrivateKey key(X509Certificate certificate) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        Matcher key = KEY.matcher(text);
        if (!key.find()) {
            throw wrong(
                    OTHER_KEY.matcher(text).find()
                            ? "its key is encrypted or of an older format; openssl pkcs8 -topk8 -nocrypt makes the one expected"
                            : "it has no private key in PEM, -----BEGIN PRIVATE KEY-----",
                    null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(key.group(1));
            PrivateKey made = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            requirePair(certificate, made);
            return made;
        } catch (GeneralSecurityException | IllegalArgumentException malformed) {
            throw wrong("its key is not one for the certificate", malformed);
        }
    }

    /** What the one signs the other must confirm. */
    private static void requirePair(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = certificate.getPublicKey().getAlgorithm();
        String scheme = switch (algorithm) {
            case "RSA", "EC" -> "SHA256with" + (algorithm.equals("EC") ? "ECDSA" : algorithm);
            default -> algorithm;
        };
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update((byte) 1);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("another key");
        }
    }

    private MrException wrong(String found, @Nullable Throwable cause) {
        return new MrException(ExitCode.USAGE, "the " + what + " " + file + " cannot be used: " + found, cause);
    }
}
